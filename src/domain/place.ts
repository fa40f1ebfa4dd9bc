/** Places in the timeline, and their order: by stamp, and by id where stamps are equal. */

export interface Place {
  readonly stamp: string;
  readonly id: string;
}

export const isAfter = (a: Place, b: Place): boolean => (a.stamp === b.stamp ? a.id > b.id : a.stamp > b.stamp);
