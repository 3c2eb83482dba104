import { useRouter } from '@tanstack/react-router';
import { house, rooms } from './rail-entries.js';
import type { RailEntry } from './rail-entries.js';
import { useMaySomewhere } from './use-may.js';

/** Whether an address leads to a room of this application. */
export function useHasRoom(): (address: string) => boolean {
  const addresses = Object.keys(useRouter().routesByPath);
  return (address) => addresses.includes(address);
}

/** The rooms there are and the operator may enter. */
export function useRooms(): { rooms: RailEntry[]; house: RailEntry[] } {
  const hasRoom = useHasRoom();
  const may = useMaySomewhere();
  const open = ({ to, needs }: RailEntry): boolean => hasRoom(to) && (needs === undefined || may(needs));
  return { rooms: rooms.filter(open), house: house.filter(open) };
}
