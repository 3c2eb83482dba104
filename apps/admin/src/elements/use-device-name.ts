import { useWords } from '../language/words.js';
import { words } from './words.js';

/** A browser and its system as the server recognised them ("Firefox on Linux"), in the operator's language. */
export function useDeviceName(): (label: string) => string {
  const m = useWords(words);
  return (label) => {
    if (label === '') return m.unknownDevice;
    const [browser = '', system] = label.split(' on ');
    return system === undefined ? label : m.deviceOf(browser, system);
  };
}
