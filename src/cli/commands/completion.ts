/**
 * `pkw completion bash|zsh|fish`: a few lines for the shell, which call `pkw completion --words …` at every Tab. So what
 * is offered always fits the installed version, and one piece of code serves the three.
 */
import type { Command, CommandEntry } from '../command.ts';
import { printableLine } from '../../bytes/escape.ts';
import { candidates } from '../completion-words.ts';

// Where nothing is offered, each shell goes on with file names.
const SCRIPTS = {
  bash: `_pkw() {
  local IFS=$'\\n'
  COMPREPLY=($(pkw completion --words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _pkw pkw packetwright
`,
  zsh: `#compdef pkw packetwright
_pkw() {
  local -a offered
  offered=(\${(f)"$(pkw completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  offered=("\${(@)offered//:/\\:}")
  offered=("\${(@)offered/$'\t'/:}")
  if (( \${#offered} )); then _describe pkw offered; else _files; fi
}
compdef _pkw pkw packetwright
`,
  fish: `function __pkw_offered
  set -l words (commandline -opc) (commandline -ct)
  set -l offered (pkw completion --words -- $words[2..] 2>/dev/null)
  if test (count $offered) -gt 0
    printf '%s\\n' $offered
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c pkw -f -a '(__pkw_offered)'
complete -c packetwright -f -a '(__pkw_offered)'
`,
} as const;

type Shell = keyof typeof SCRIPTS;
const isShell = (text: string | undefined): text is Shell => text !== undefined && Object.hasOwn(SCRIPTS, text);

export function completionCommand(commands: readonly CommandEntry[]): Command {
  return {
    name: 'completion',
    summary: 'completion for bash, zsh or fish',
    operands: '[SHELL] [WORD...]',
    options: [{ flags: '--words', help: 'print completions for the last WORD; the scripts call it' }],
    examples: ['eval "$(pkw completion bash)"', 'eval "$(pkw completion zsh)"', 'pkw completion fish | source'],
    async run({ operands, options }, io) {
      if (options['words']) {
        for (const { word, help } of await candidates(operands, commands)) io.write(`${word}\t${help}\n`);
        return 0;
      }
      const [shell] = operands;
      if (!isShell(shell) || operands.length > 1) {
        io.warn(
          `pkw completion: ${shell === undefined ? 'SHELL is missing' : `'${printableLine(operands.join(' '))}' is not a known shell`}; give one of: bash, zsh, fish`,
        );
        return 2;
      }
      io.write(SCRIPTS[shell]);
      return 0;
    },
  };
}
