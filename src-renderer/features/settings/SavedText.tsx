import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { asCallError } from '../../bridge/bridge.ts';
import { faultTitle, useText } from '../../ui/text.ts';

interface Props {
  label: string;
  /** As main has it. */
  value: string;
  maxLength: number;
  required?: boolean;
  save: (value: string) => Promise<unknown>;
}

/** A text field that saves when it is left or Enter is pressed, and goes back with Esc. A failure is said beneath it and the typed
 * text stays. */
export function SavedText({ label, value, maxLength, required = false, save }: Props) {
  const text = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);

  const commit = async () => {
    const next = typed?.trim();
    if (next === undefined || next === value) return setTyped(null);
    if (next === '' && required) return setError(text('settings.mustNotBeEmpty'));
    try {
      await save(next);
      setTyped(null);
      setError(null);
    } catch (thrown) {
      const { code, params } = asCallError(thrown);
      setError(faultTitle(code, params));
    }
  };

  return (
    <TextInput
      className="cr-setting-field"
      aria-label={label}
      value={typed ?? value}
      maxLength={maxLength}
      error={error}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        setError(null);
      }}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void commit();
        if (event.key === 'Escape') {
          setTyped(null);
          setError(null);
        }
      }}
    />
  );
}
