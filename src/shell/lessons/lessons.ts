/** All lessons, in the order in which they build on each other. */
import { arp } from './all/arp.ts';
import type { Lesson } from './walk/lesson.ts';

export const LESSONS: readonly Lesson[] = [arp];
