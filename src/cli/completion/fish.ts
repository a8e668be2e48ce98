/** The completion script for fish. */
export const FISH = `# fish completion for kubectl-endpoints

function __kubectl_endpoints_complete
    # The words before the cursor, expanded where fish can do that (from 4.0 on).
    set -l words (commandline -xpc 2>/dev/null; or commandline -opc)
    set -l current (commandline -ct)
    set -l head (string match -r -- '^-[^=]*=' $current)
    set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    if test "$lines[-1]" = :0
        set -l value (string replace -r -- '^-[^=]*=' '' $current)
        set lines (__fish_complete_path "$value") ''
    end
    for line in $lines[1..-2]
        printf '%s\\n' "$head$line"
    end
end

complete -c kubectl-endpoints -f -a '(__kubectl_endpoints_complete)'
`;
