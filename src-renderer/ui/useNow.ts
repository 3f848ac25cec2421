import { useEffect, useState } from 'react';

/** The time in Unix milliseconds, anew every `everyMs`, on the beat of the clock. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const beat = () => {
      setNow(Date.now());
      timer = setTimeout(beat, everyMs - (Date.now() % everyMs));
    };
    beat();
    return () => clearTimeout(timer);
  }, [everyMs]);
  return now;
}
