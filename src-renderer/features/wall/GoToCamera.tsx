import { useText } from '../../ui/text.ts';

/** A field for a camera's number. Null: never mind. */
export function GoToCamera({ onFound }: { onFound: (cameraNumber: number | null) => void }) {
  const text = useText();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget).get('number');
        const number = typeof typed === 'string' && /^\d+$/.test(typed.trim()) ? Number(typed) : null;
        onFound(number);
      }}
    >
      <input
        className="cr-wall-number"
        name="number"
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        aria-label={text('wall.goTo')}
        placeholder={text('wall.goTo')}
        onBlur={() => onFound(null)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onFound(null);
        }}
      />
    </form>
  );
}
