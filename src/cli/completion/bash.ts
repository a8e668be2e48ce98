/** Runs in bash 3.2 (macOS) and later, without the package bash-completion. */
export const BASH = `# bash completion for kubectl-endpoints

_kubectl_endpoints() {
    local rest=\${COMP_LINE:0:COMP_POINT} words=() word current head= typed= breaks= out line i

    # Bash splits at = : and @ as well; what no space separates is one word.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=\${COMP_WORDS[i]}
        if [[ $i -gt 0 && $rest != [[:space:]]* ]]; then
            ((i == COMP_CWORD)) && word=$rest
            words[\${#words[@]}-1]+=$word
        else
            rest=\${rest#"\${rest%%[![:space:]]*}"}
            ((i == COMP_CWORD)) && word=$rest
            words+=("$word")
        fi
        rest=\${rest#"$word"}
    done
    current=\${words[\${#words[@]}-1]}

    # Quotes, variables and ~ as the shell reads them; but pressing Tab runs no command.
    for ((i = 0; i < \${#words[@]} - 1; i++)); do
        [[ \${words[i]} == *[\\\`\\;\\&\\|\\<\\>\\(\\)]* ]] || eval "words[i]=\${words[i]}" 2>/dev/null
    done

    out=$("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null) || return

    # Of a value only itself is offered, and of what bash splits only the last part is replaced.
    [[ $current == -*=* ]] && head=\${current%%=*}=
    for i in = : @; do
        [[ $COMP_WORDBREAKS == *$i* ]] && breaks+=$i
    done
    [[ -n $breaks ]] && typed=\${current%"\${current##*[$breaks]}"}
    typed=\${typed%@} # which begins what it splits off, where : and = stand alone

    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
        :0) type compopt &>/dev/null && compopt -o default ;;
        :*) type compopt &>/dev/null && compopt +o default ;;
        *)
            line=$head\${line%%$'\\t'*}
            COMPREPLY+=("\${line#"$typed"}")
            ;;
        esac
    done <<<"$out"
}

complete -o default -F _kubectl_endpoints kubectl-endpoints
`;
