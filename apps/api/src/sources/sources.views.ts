import { MEANING, type Outcome } from '#refresh';
import type { Capture, Source } from '#sources';

export function sourceView(source: Source) {
  const { strikes, outcome, ...rest } = source;
  const { failures, days } = strikes;
  return {
    ...rest,
    outcome,
    finding: outcome === null ? null : MEANING[outcome as Outcome].finding,
    strikes: { failures, days },
  };
}

export function captureView(capture: Capture) {
  const { textSha256, textLength, mode, extractorVersion, textKey: _key, fullTextSha256: _full, ...rest } = capture;
  const path = `/v1/sources/${capture.sourceId}/captures/${capture.id}`;
  const text =
    textSha256 === null
      ? null
      : { sha256: textSha256, length: textLength ?? 0, mode, extractorVersion, path: `${path}/text` };
  return { ...rest, text, rawPath: `${path}/raw` };
}
