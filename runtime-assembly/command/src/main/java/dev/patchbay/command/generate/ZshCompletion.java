package dev.patchbay.command.generate;

import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.List;

/** Writes the completion for zsh, with the descriptions of commands and options. */
final class ZshCompletion {

    private static final String HEAD = """
            #compdef patchbay
            # Completion of patchbay for zsh. Made from the declarations of the commands; do not change it here.

            # Sets $home to the home that the command line names, or else to the distribution.
            _patchbay_find_home() {
              local command=${_patchbay_command}
              home=${opt_args[--home]}
              if [[ -n $home ]]; then
                home=${~home}
              else
                command=${command:c}
                home=${command:A:h:h}
              fi
            }

            # Completes the names of the servers that are configured in the home.
            _patchbay_servers() {
              local home
              _patchbay_find_home
              local -a servers=("$home"/conf/dev.patchbay.server\\~*.cfg(N:t:r))
              servers=("${(@)servers#dev.patchbay.server\\~}")
              compadd -a servers
            }

            # Completes the names of the files of plugins.
            _patchbay_plugins() {
              local home
              _patchbay_find_home
              local -a plugins=("$home"/plugins/*.jar(N:t))
              compadd -a plugins
            }

            _patchbay_sockets() {
              _patchbay_servers
              compadd control
              _files
            }

            _patchbay() {
              local curcontext=$curcontext state line _patchbay_command=$words[1]
              typeset -A opt_args
              _arguments -C '(- *)--help[show the help]' '(- *)--version[show the version]' '1: :->command' '*:: :->arguments'
              case $state in
                command)
                  local -a commands=(
            """;

    private ZshCompletion() {}

    static String of(List<Declaration> commands) {
        StringBuilder script = new StringBuilder(HEAD);
        for (Declaration command : commands) {
            script.append("        ")
                    .append(quoted(command.name() + ":" + command.summary()))
                    .append('\n');
        }
        script.append("      )\n      _describe command commands\n      ;;\n    arguments)\n      case $line[1] in\n");
        for (Declaration command : commands) {
            script.append("        ").append(command.name()).append(")\n          _arguments -s");
            for (Flag flag : command.flags()) {
                flag(script, flag);
            }
            operands(script, command);
            script.append("\n          ;;\n");
        }
        return script.append("      esac\n      ;;\n  esac\n}\n\n_patchbay \"$@\"\n")
                .toString();
    }

    private static void flag(StringBuilder script, Flag flag) {
        String about = "[" + flag.description().replace("[", "\\[").replace("]", "\\]") + "]";
        String value = flag.value() == null
                ? ""
                : (flag.value().isOptional() ? "::" : ":") + flag.value().name() + ":" + action(flag.value());
        String equals = flag.value() == null ? "" : "=";
        append(script, "--" + flag.name() + equals + about.replace(":", "\\:") + value);
        if (!flag.letter().isEmpty()) {
            append(script, "-" + flag.letter() + about.replace(":", "\\:") + value);
        }
    }

    private static void operands(StringBuilder script, Declaration command) {
        for (int place = 0; place < command.operands().size(); place++) {
            Operand operand = command.operands().get(place);
            boolean repeated = place == command.operands().size() - 1 && command.most() > place + 1;
            append(script, (repeated ? "*" : place + 1) + ":" + operand.name() + ":" + action(operand));
        }
    }

    private static String action(Operand operand) {
        return switch (operand.kind()) {
            case SERVER -> "_patchbay_servers";
            case SOCKET -> "_patchbay_sockets";
            case PLUGIN -> "_patchbay_plugins";
            case FOLDER -> "_files -/";
            case WORD -> "(" + operand.words() + ")";
            case TEXT -> " ";
        };
    }

    private static void append(StringBuilder script, String specification) {
        script.append(" \\\n            ").append(quoted(specification));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
