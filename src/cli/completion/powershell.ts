/** Also runs in Windows PowerShell 5.1, which drops an empty argument unless it is quoted twice. */
export const POWERSHELL = `# PowerShell completion for kubectl-endpoints

Register-ArgumentCompleter -Native -CommandName kubectl-endpoints -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $before = @($commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition })
    $words = @($before | ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $program = $words[0]
    $typed = @($words | Select-Object -Skip 1)
    $ended = $before[-1].Extent.EndOffset -lt $cursorPosition
    $legacy = $PSVersionTable.PSVersion -lt [version]'7.3' -or $PSNativeCommandArgumentPassing -eq 'Legacy'
    if ($ended) { $typed += if ($legacy) { '""' } else { '' } }

    $current = if ($ended) { '' } else { $words[-1] }
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
