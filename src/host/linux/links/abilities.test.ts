import { describe, expect, it } from 'vitest';
import { timestampsOf } from './abilities.ts';

const card = (timeStamps: string[], receiveFilters: string[]) =>
  timestampsOf({ features: new Set(), timeStamps: new Set(timeStamps), receiveFilters: new Set(receiveFilters) });

describe('timestampsOf', () => {
  // `ethtool -T` of an Intel I210 (igb), and of cards with less.
  it("counts a card's clock only where it can stamp every packet", () => {
    const igb = [
      'hardware-transmit',
      'software-transmit',
      'hardware-receive',
      'software-receive',
      'software-system-clock',
      'hardware-raw-clock',
    ];
    expect(card(igb, ['none', 'all'])).toEqual(['host', 'adapter-unsynced']);
    expect(card(igb, ['none', 'ptpv2-event'])).toEqual(['host']);
    expect(card([...igb, 'hardware-legacy-clock'], ['all'])).toEqual(['host', 'adapter', 'adapter-unsynced']);
    expect(timestampsOf(undefined)).toEqual(['host']);
  });
});
