import { useStore } from '../bridge/store.ts';
import { openedPlace, openPlace, places, type Place } from '../state/place.ts';
import { Icon } from '../ui/icons.tsx';
import { useText } from '../ui/text.ts';
import './rail.css';

/** The places; those that are not built yet are not shown. */
export function Rail() {
  const text = useText();
  const opened = useStore(openedPlace);
  const button = (place: Place) => (
    <button key={place} type="button" aria-current={opened === place ? 'page' : undefined} onClick={() => openPlace(place)}>
      <Icon name={place} size={20} />
      {text(`place.${place}`)}
    </button>
  );
  return (
    <nav className="cr-rail" aria-label={text('place.label')}>
      {places.filter((place) => place !== 'settings').map(button)}
      <span className="cr-grow" />
      {button('settings')}
    </nav>
  );
}
