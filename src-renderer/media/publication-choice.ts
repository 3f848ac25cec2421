/** Which of a camera's publications to receive and which to show. Two pushers of one camera may publish at the same time, each
 * with its own generation: the newest one that has frames is shown, and the older goes on being received until then. */

export interface PublicationCandidate {
  trackSid: string;
  generation: number;
  /** Since its last presented frame; null when none has been presented. */
  frameAgeMs: number | null;
}

export interface PublicationChoice {
  /** Track ids to be subscribed to; every other one is unsubscribed. */
  receive: string[];
  show: string | null;
}

/** After this long without a frame a publication no longer counts as having frames. */
const flowingWithinMs = 2_000;

export function choosePublication(candidates: readonly PublicationCandidate[], showing: string | null): PublicationChoice {
  const newestFirst = [...candidates].sort((a, b) => b.generation - a.generation || (a.trackSid < b.trackSid ? 1 : -1));
  const receive: string[] = [];
  for (const candidate of newestFirst) {
    receive.push(candidate.trackSid);
    if (candidate.frameAgeMs !== null && candidate.frameAgeMs <= flowingWithinMs) return { receive, show: candidate.trackSid };
  }
  const stillThere = newestFirst.some((candidate) => candidate.trackSid === showing);
  return { receive, show: stillThere ? showing : (newestFirst[0]?.trackSid ?? null) };
}
