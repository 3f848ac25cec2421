import { Icon } from '../../ui/icons.tsx';
import { useText } from '../../ui/text.ts';
import { addWall, installDemo } from './commands.ts';

/** A site without cameras, or cameras without a wall: one sentence, and the button that changes it. */
export function WallEmpty({ hasCameras, onAddCamera }: { hasCameras: boolean; onAddCamera: () => void }) {
  const text = useText();
  return (
    <div className="cr-wall-empty">
      <Icon name={hasCameras ? 'wall' : 'cameras'} size={32} />
      <h2>{text(hasCameras ? 'wall.none.title' : 'wall.empty.title')}</h2>
      <p>{text(hasCameras ? 'wall.none.text' : 'wall.empty.text')}</p>
      <div className="cr-row">
        {hasCameras ? (
          <button
            type="button"
            className="cr-button cr-button-primary"
            onClick={() => addWall(text('wall.newName', { number: 1 }))}
          >
            {text('wall.none.make')}
          </button>
        ) : (
          <>
            <button type="button" className="cr-button cr-button-primary" onClick={onAddCamera}>
              {text('wall.empty.add')}
            </button>
            <button type="button" className="cr-button" onClick={installDemo}>
              {text('wall.empty.demo')}
            </button>
          </>
        )}
      </div>
    </div>
  );
}
