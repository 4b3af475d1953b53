package dev.patchbay.command.generate;

import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the completion for bash. It runs no Java: the names of servers are those of the configuration files in the home, which it
 * finds as the command does.
 */
final class BashCompletion {

    private static final String HEAD = """
            # Completion of patchbay for bash. Made from the declarations of the commands; do not change it here.

            # Prints the home: that of --home in the words, or else the folder of the distribution.
            _patchbay_home() {
              local i path
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  --home)
                    # Bash splits --home=DIR into three words.
                    [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
                    path=${COMP_WORDS[i + 1]}
                    printf '%s' "${path/#\\~/$HOME}"
                    return
                    ;;
                esac
              done
              path=$(command -v -- "${COMP_WORDS[0]/#\\~/$HOME}") || return
              path=$(readlink -f -- "$path") && printf '%s' "${path%/*/*}"
            }

            # Prints the names of the configured servers.
            _patchbay_servers() {
              local file
              for file in "$(_patchbay_home)"/conf/dev.patchbay.server~*.cfg; do
                file=${file##*/dev.patchbay.server~}
                [[ $file == '*.cfg' ]] || printf '%s\\n' "${file%.cfg}"
              done
            }

            # Prints the names of the files of plugins.
            _patchbay_plugins() {
              local file
              for file in "$(_patchbay_home)"/plugins/*.jar; do
                file=${file##*/}
                [[ $file == '*.jar' ]] || printf '%s\\n' "$file"
              done
            }

            _patchbay() {
              local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= place=0 i
              COMPREPLY=()
              [[ $cur == = ]] && cur=
              [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD - 2]}
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  VALUED)
                    [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
                    ((i++))
                    ;;
                  -*) ;;
                  *) if [[ -z $command ]]; then command=${COMP_WORDS[i]}; else ((place++)); fi ;;
                esac
              done
              if [[ $prev == --home ]]; then
                compopt -o filenames 2>/dev/null
                COMPREPLY=($(compgen -d -- "$cur"))
                return
              fi
            """;

    private BashCompletion() {}

    static String of(List<Declaration> commands) {
        String valued = commands.stream()
                .flatMap(command -> command.flags().stream())
                .filter(flag -> flag.value() != null)
                .map(flag -> "--" + flag.name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" | "));
        StringBuilder script = new StringBuilder(HEAD.replace("VALUED", valued));
        String names = commands.stream().map(Declaration::name).collect(Collectors.joining(" "));
        script.append("  if [[ -z $command ]]; then\n");
        reply(script, "    ", names + " --help --version");
        script.append("    return\n  fi\n");
        script.append("  if [[ $cur == -* ]]; then\n    case $command in\n");
        for (Declaration command : commands) {
            script.append("      ").append(command.name()).append(")\n");
            reply(script, "        ", flags(command));
            script.append("        ;;\n");
        }
        script.append("    esac\n    return\n  fi\n  case $command:$place in\n");
        for (Declaration command : commands) {
            for (int place = 0; place < command.operands().size(); place++) {
                operand(script, command.name() + ":" + place, command.operands().get(place));
            }
        }
        return script.append("  esac\n}\ncomplete -F _patchbay patchbay\n").toString();
    }

    private static void operand(StringBuilder script, String pattern, Operand operand) {
        String words = switch (operand.kind()) {
            case SERVER -> "$(_patchbay_servers)";
            case SOCKET -> "$(_patchbay_servers) control";
            case PLUGIN -> "$(_patchbay_plugins)";
            case WORD -> operand.words();
            case FOLDER, TEXT -> "";
        };
        if (words.isEmpty()) {
            return;
        }
        script.append("    ").append(pattern).append(")\n");
        reply(script, "      ", words);
        if (operand.kind() == Operand.Kind.SOCKET) {
            script.append("      compopt -o filenames 2>/dev/null\n      COMPREPLY+=($(compgen -f -- \"$cur\"))\n");
        }
        script.append("      ;;\n");
    }

    private static void reply(StringBuilder script, String indent, String words) {
        script.append(indent).append("COMPREPLY=($(compgen -W \"").append(words).append("\" -- \"$cur\"))\n");
    }

    private static String flags(Declaration command) {
        List<String> names = new ArrayList<>();
        for (Flag flag : command.flags()) {
            names.add("--" + flag.name());
        }
        return String.join(" ", names);
    }
}
