/** A set-up step that could not be done: what happened, and what a person does about it. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened, one sentence
   * @param {{ remedy: string, detail?: string, cause?: unknown }} options `remedy`: the next thing to do; `detail`: last output of the tool
   */
  constructor(message, { remedy, detail, cause }) {
    super(message, { cause });
    this.name = 'SetupError';
    this.remedy = remedy;
    this.detail = detail;
  }
}

/**
 * The text a person reads when set-up fails.
 * @param {unknown} error
 */
export function explain(error) {
  if (!(error instanceof SetupError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const detail = error.detail ? `${indent(error.detail)}\n` : '';
  return `${error.message}\n${detail}What to do: ${error.remedy}`;
}

/** @param {string} text */
const indent = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
