import { readFileSync } from 'node:fs';
import { projectPath } from '@app/platform';
import { Copy, DockerfileParser, JSONInstruction, type Instruction } from 'dockerfile-ast';

/** One stage of the Dockerfile, in the words the specs ask in. */
export interface Stage {
  readonly image: string;
  /** The name given with AS. */
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
  readonly copies: readonly StageCopy[];
}

export interface StageCopy {
  /** The stage or image it copies from; undefined: the build context. */
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}

export function readDockerfile(): readonly Stage[] {
  const file = DockerfileParser.parse(readFileSync(projectPath('Dockerfile'), 'utf8'));
  const stages: { image: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const from of file.getFROMs())
    stages.push({ image: from.getImage() ?? '', name: from.getBuildStage() ?? undefined, instructions: [] });
  let current = -1;
  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') current += 1;
    else if (current < 0) throw new Error(`${instruction.getKeyword()} before the first FROM`);
    else stages[current]?.instructions.push(instruction);
  }
  return stages.map((stage) => ({ ...stage, copies: stage.instructions.filter(isCopy).map(toStageCopy) }));
}

/** The arguments of the last instruction with this keyword: the one that counts. */
export function lastArguments(stage: Stage, keyword: string): string[] | undefined {
  const found = stage.instructions.findLast((one) => one.getKeyword() === keyword);
  if (found === undefined) return undefined;
  // The exec form's strings; the shell form's words.
  const strings = found instanceof JSONInstruction ? found.getJSONStrings() : [];
  if (strings.length > 0) return strings.map((string) => string.getJSONValue());
  return found.getArguments().map((argument) => argument.getValue());
}

/** NAME of every ENV or ARG. */
export function variableNames(stage: Stage): string[] {
  return stage.instructions
    .filter((one) => ['ENV', 'ARG'].includes(one.getKeyword()))
    .flatMap((one) => one.getArguments().map((argument) => argument.getValue().replace(/=.*/s, '')));
}

function isCopy(instruction: Instruction): instruction is Copy {
  return instruction instanceof Copy;
}

function toStageCopy(copy: Copy): StageCopy {
  const places = copy.getArguments().map((argument) => argument.getValue());
  const target = places.pop();
  if (target === undefined || places.length === 0) throw new Error(`COPY without a target: ${copy.toString()}`);
  return { from: copy.getFromFlag()?.getValue() ?? undefined, sources: places, target };
}
