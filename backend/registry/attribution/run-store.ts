// Short sorted lists of runs of addresses in one array: where each begins, and the place that it belongs to.

/** An address as four words; a v4 address has its number in the first one. */
export type Words = [number, number, number, number];

/** From `words` on, until the next run begins, `place` is the longest prefix. */
export interface Run {
  words: Words;
  place: number;
}

export interface RunStore {
  /** Keeps a list (in order, not empty) and returns its number. */
  add(list: readonly Run[]): number;
  /** Gives a list back and forgets it. */
  take(number: number): Run[];
  /** The place at an address, which is not before the list's first run. */
  find(number: number, a: number, b: number, c: number, d: number): number;
}

/** @param wordCount words of an address that are compared: 1 for v4, 4 for v6 */
export function createRunStore(wordCount: 1 | 4): RunStore {
  const width = wordCount + 1;
  let rows = new Uint32Array(width * 4096);
  let used = 0;
  let dropped = 0;
  // First row's position and number of rows of each list.
  let spans = new Uint32Array(2048);
  let listCount = 0;
  const freeNumbers: number[] = [];

  /** Room for so many more numbers: lists are moved together when half of the array is of dropped ones, else it grows. */
  const makeRoom = (wanted: number) => {
    if (used + wanted <= rows.length) return;
    const from = rows;
    rows = new Uint32Array(dropped > used / 2 ? Math.max(from.length, used - dropped + wanted) : (used + wanted) * 2);
    used = 0;
    dropped = 0;
    for (let number = 0; number < listCount; number++) {
      const start = spans[number * 2] ?? 0;
      const size = (spans[number * 2 + 1] ?? 0) * width;
      rows.set(from.subarray(start, start + size), used);
      spans[number * 2] = used;
      used += size;
    }
  };

  return {
    add(list) {
      makeRoom(list.length * width);
      const number = freeNumbers.pop() ?? listCount++;
      if (number * 2 >= spans.length) {
        const grown = new Uint32Array(spans.length * 2);
        grown.set(spans);
        spans = grown;
      }
      spans[number * 2] = used;
      spans[number * 2 + 1] = list.length;
      for (const { words, place } of list) {
        for (let word = 0; word < wordCount; word++) rows[used++] = words[word] ?? 0;
        rows[used++] = place;
      }
      return number;
    },
    take(number) {
      const start = spans[number * 2] ?? 0;
      const length = spans[number * 2 + 1] ?? 0;
      spans[number * 2 + 1] = 0;
      dropped += length * width;
      freeNumbers.push(number);
      return Array.from({ length }, (_, index) => {
        const row = start + index * width;
        const words: Words = [0, 0, 0, 0];
        for (let word = 0; word < wordCount; word++) words[word] = rows[row + word] ?? 0;
        return { words, place: rows[row + wordCount] ?? 0 };
      });
    },
    find(number, a, b, c, d) {
      const start = spans[number * 2] ?? 0;
      let low = 0;
      let high = spans[number * 2 + 1] ?? 0;
      // The last run that begins at the address or before it.
      if (wordCount === 1) {
        while (high - low > 1) {
          const middle = (low + high) >>> 1;
          if ((rows[start + middle * 2] ?? 0) <= a) low = middle;
          else high = middle;
        }
        return rows[start + low * 2 + 1] ?? 0;
      }
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        const row = start + middle * 5;
        let asked = b;
        let begin = rows[row + 1] ?? 0;
        if (rows[row] !== a) [asked, begin] = [a, rows[row] ?? 0];
        else if (begin === b) {
          asked = c;
          begin = rows[row + 2] ?? 0;
          if (begin === c) {
            asked = d;
            begin = rows[row + 3] ?? 0;
          }
        }
        if (begin <= asked) low = middle;
        else high = middle;
      }
      return rows[start + low * 5 + 4] ?? 0;
    },
  };
}
