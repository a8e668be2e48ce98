/** For `source`, or as _kubectl-endpoints in $fpath. */
export const ZSH = `#compdef kubectl-endpoints
# zsh completion for kubectl-endpoints

_kubectl-endpoints() {
    local -a typed lines candidates
    local word line i

    # Quotes, variables and ~ as the shell reads them; but pressing Tab runs no command.
    for ((i = 1; i < CURRENT; i++)); do
        word=$words[i]
        [[ $word == *[\\\`\\;\\&\\|\\<\\>\\(\\)]* ]] || eval "word=$words[i]" 2>/dev/null
        typed+=("$word")
    done

    lines=("\${(@f)$("$typed[1]" __complete "\${(@)typed[2,-1]}" "$PREFIX" 2>/dev/null)}")
    [[ $PREFIX == -*=* ]] && compset -P 1 '*='

    for line in "\${(@)lines[1,-2]}"; do
        line=\${line//:/\\\\:}
        candidates+=("\${line/$'\\t'/:}")
    done
    if [[ $lines[-1] == :0 ]]; then
        _files
    elif (($#candidates)); then
        _describe -t candidates candidate candidates
    fi
}

if [[ $funcstack[1] == _kubectl-endpoints ]]; then
    _kubectl-endpoints "$@"
else
    compdef _kubectl-endpoints kubectl-endpoints
fi
`;
