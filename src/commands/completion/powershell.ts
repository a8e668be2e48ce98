/** Runs in Windows PowerShell 5.1 as well, which drops an empty argument unless it is quoted twice. */
export const POWERSHELL = `# PowerShell completion for kubectl-endpoints

Register-ArgumentCompleter -Native -CommandName kubectl-endpoints -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements |
            Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
            ForEach-Object { if ($null -ne $_.Value) { "$($_.Value)" } else { "$_" } })
    $ended = $commandAst.CommandElements[$words.Count - 1].Extent.EndOffset -lt $cursorPosition
    $legacy = $PSVersionTable.PSVersion -lt [version]'7.3' -or $PSNativeCommandArgumentPassing -eq 'Legacy'
    $program, $typed = $words
    if ($ended) { $typed = @($typed) + $(if ($legacy) { '""' } else { '' }) }

    $current = if ($ended) { '' } else { "$($typed[-1])" }
    $head = if ($current -match '^-[^=]*=') { $Matches[0] } else { '' }
    $lines = @(& $program __complete @typed 2>$null)
    if ($lines.Count -eq 0) { return }
    if ($lines[-1] -eq ':0') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($current.Substring($head.Length)) |
            ForEach-Object {
                $text = $head + $_.CompletionText
                [System.Management.Automation.CompletionResult]::new($text, $_.ListItemText, $_.ResultType, $_.ToolTip)
            }
        return
    }
    $lines | Select-Object -SkipLast 1 | ForEach-Object {
        $word, $tells = $_ -split "\`t", 2
        if (-not $tells) { $tells = $word }
        [System.Management.Automation.CompletionResult]::new($head + $word, $word, 'ParameterValue', $tells)
    }
}
`;
