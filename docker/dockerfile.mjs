/** The stages of a Dockerfile: its name, what it builds on, and its instructions as `{ keyword, flags, args, line }`. */
import { DockerfileParser } from 'dockerfile-ast';

const valueOf = (instruction) => instruction.getArguments().map((argument) => argument.getValue());

export function stagesOf(text) {
  const stages = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    const line = instruction.getRange().start.line + 1;
    if (keyword === 'FROM') {
      stages.push({ name: instruction.getBuildStage() ?? 'final', from: instruction.getImage(), line, steps: [] });
      continue;
    }
    if (stages.length === 0) continue;
    const flags = (instruction.getFlags?.() ?? []).map((flag) => [flag.getName(), flag.getValue()]);
    stages
      .at(-1)
      .steps.push({ keyword, flags, args: valueOf(instruction), raw: instruction.getRawArgumentsContent(), line });
  }
  return stages;
}
