import { walkRooms, walksOf } from '../support/room-walks.js';

/* The rooms of the admin beside the news: readers, templates, relays, colleagues, and what no walk looks at. */

walkRooms(await walksOf('office'));
