// QR codes (ISO/IEC 18004): byte mode, error correction level M, the smallest version that holds the text.

// By version, from 1: correction bytes in a block, and number of blocks.
const CORRECTION = [
  10,
  16,
  26,
  18,
  24,
  16,
  18,
  22,
  22,
  26,
  30,
  22,
  22,
  24,
  24,
  28,
  28,
  26,
  26,
  26,
  26,
  ...Array(19).fill(28),
];
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35,
  37, 38, 40, 43, 45, 47, 49,
];
const MASK = 0; // a checkerboard; readers decode all eight masks

/**
 * Return the rows of the code, true where it is dark. Throws an Error for more than 2,331 bytes.
 * @param {string} text
 */
export function encode(text) {
  const bytes = new TextEncoder().encode(text);
  const needed = (/** @type {number} */ version) => 4 + (version < 10 ? 8 : 16) + bytes.length * 8;
  const version = BLOCKS.findIndex((_, index) => countData(index + 1) * 8 >= needed(index + 1)) + 1;
  if (version === 0) throw new Error("The text is too long for a QR code.");
  const grid = new Grid(version);
  grid.drawPatterns();
  grid.drawBits(interleave(makeData(bytes, version), version));
  return grid.mask();
}

/** @param {number} version */
function countModules(version) {
  const alignments = version > 1 ? Math.floor(version / 7) + 2 : 0;
  const all = (16 * version + 128) * version + 64;
  return all - (version > 1 ? (25 * alignments - 10) * alignments - 55 : 0) - (version > 6 ? 36 : 0);
}

/** @param {number} version */
function countData(version) {
  return Math.floor(countModules(version) / 8) - CORRECTION[version - 1] * BLOCKS[version - 1];
}

/**
 * @param {Uint8Array} bytes
 * @param {number} version
 */
function makeData(bytes, version) {
  /** @type {number[]} */
  const bits = [];
  const put = (/** @type {number} */ value, /** @type {number} */ length) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >>> bit) & 1);
  };
  put(4, 4); // byte mode
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  const capacity = countData(version) * 8;
  put(0, Math.min(4, capacity - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) put(pad, 8);
  const starts = Array.from({ length: bits.length / 8 }, (_, index) => index * 8);
  return starts.map((start) => parseInt(bits.slice(start, start + 8).join(""), 2));
}

/**
 * @param {number[]} data
 * @param {number} version
 */
function interleave(data, version) {
  const [count, length] = [BLOCKS[version - 1], CORRECTION[version - 1]];
  const total = Math.floor(countModules(version) / 8);
  const short = Math.floor(total / count) - length;
  const long = total % count; // the last blocks hold one more byte
  const divisor = makeDivisor(length);
  const blocks = [];
  for (let index = 0, start = 0; index < count; index += 1) {
    const end = start + short + (index >= count - long ? 1 : 0);
    const part = data.slice(start, end);
    blocks.push({ part, correction: divide(part, divisor) });
    start = end;
  }
  /** @type {number[]} */
  const result = [];
  for (let index = 0; index <= short; index += 1) {
    for (const { part } of blocks) if (index < part.length) result.push(part[index]);
  }
  for (let index = 0; index < length; index += 1) for (const { correction } of blocks) result.push(correction[index]);
  return result;
}

/**
 * Multiply in GF(256) with the polynomial 0x11d, the field of the Reed-Solomon code.
 * @param {number} a
 * @param {number} b
 */
function multiply(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

/** @param {number} degree */
function makeDivisor(degree) {
  const divisor = [...Array(degree - 1).fill(0), 1];
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let index = 0; index < degree; index += 1) {
      divisor[index] = multiply(divisor[index], root) ^ (divisor[index + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return divisor;
}

/**
 * @param {number[]} data
 * @param {number[]} divisor
 */
function divide(data, divisor) {
  const rest = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    divisor.forEach((coefficient, index) => {
      rest[index] ^= multiply(coefficient, factor);
    });
  }
  return rest;
}

class Grid {
  /** @param {number} version */
  constructor(version) {
    this.version = version;
    this.size = version * 4 + 17;
    const makeRows = () =>
      Array.from({ length: this.size }, () => /** @type {boolean[]} */ (Array(this.size).fill(false)));
    this.dark = makeRows();
    this.fixed = makeRows(); // modules of a pattern: they hold no data and are not masked
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number | boolean} isDark
   */
  #set(x, y, isDark) {
    this.dark[y][x] = Boolean(isDark);
    this.fixed[y][x] = true;
  }

  drawPatterns() {
    const { size, version } = this;
    for (let index = 0; index < size; index += 1) {
      this.#set(6, index, index % 2 === 0);
      this.#set(index, 6, index % 2 === 0);
    }
    for (const [x, y] of [
      [3, 3],
      [size - 4, 3],
      [3, size - 4],
    ]) {
      this.#drawSquares(x, y, 4, (distance) => distance !== 2 && distance !== 4);
    }
    const places = this.#placeAlignments();
    const last = places.length - 1;
    places.forEach((x, column) =>
      places.forEach((y, row) => {
        const isCorner = (column === 0 && (row === 0 || row === last)) || (column === last && row === 0);
        if (!isCorner) this.#drawSquares(x, y, 2, (distance) => distance !== 1);
      }),
    );
    this.drawFormat(MASK);
    if (version > 6) {
      const bits = (version << 12) | remainder(version, 12, 0x1f25);
      for (let index = 0; index < 18; index += 1) {
        const [a, b] = [size - 11 + (index % 3), Math.floor(index / 3)];
        this.#set(a, b, (bits >>> index) & 1);
        this.#set(b, a, (bits >>> index) & 1);
      }
    }
  }

  #placeAlignments() {
    const { version, size } = this;
    if (version === 1) return [];
    const count = Math.floor(version / 7) + 2;
    const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
    return [6, ...Array.from({ length: count - 1 }, (_, index) => size - 7 - index * step).reverse()];
  }

  /**
   * Draw concentric squares.
   * @param {number} centerX
   * @param {number} centerY
   * @param {number} reach the distance of the outermost square
   * @param {(distance: number) => boolean} isDark
   */
  #drawSquares(centerX, centerY, reach, isDark) {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const [x, y] = [centerX + dx, centerY + dy];
        if (x < 0 || x >= this.size || y < 0 || y >= this.size) continue;
        this.#set(x, y, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  }

  /** @param {number} mask */
  drawFormat(mask) {
    const { size } = this;
    const bits = ((mask << 10) | remainder(mask, 10, 0x537)) ^ 0x5412; // level M is 00
    const bit = (/** @type {number} */ index) => (bits >>> index) & 1;
    for (let index = 0; index < 6; index += 1) this.#set(8, index, bit(index));
    this.#set(8, 7, bit(6));
    this.#set(8, 8, bit(7));
    this.#set(7, 8, bit(8));
    for (let index = 9; index < 15; index += 1) this.#set(14 - index, 8, bit(index));
    for (let index = 0; index < 8; index += 1) this.#set(size - 1 - index, 8, bit(index));
    for (let index = 8; index < 15; index += 1) this.#set(8, size - 15 + index, bit(index));
    this.#set(8, size - 8, true);
  }

  /** @param {number[]} bytes */
  drawBits(bytes) {
    let index = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5; // skip the timing pattern
      for (let step = 0; step < this.size; step += 1) {
        const isUp = ((right + 1) & 2) === 0;
        const y = isUp ? this.size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.fixed[y][x] || index >= bytes.length * 8) continue;
          this.dark[y][x] = Boolean((bytes[index >>> 3] >>> (7 - (index & 7))) & 1);
          index += 1;
        }
      }
    }
  }

  /** Return the rows with the mask applied. */
  mask() {
    const invert = (/** @type {number} */ x, /** @type {number} */ y) => !this.fixed[y][x] && (x + y) % 2 === 0;
    return this.dark.map((row, y) => row.map((isDark, x) => isDark !== invert(x, y)));
  }
}

/**
 * Return the bits that a BCH code appends to a value.
 * @param {number} value
 * @param {number} length
 * @param {number} polynomial
 */
function remainder(value, length, polynomial) {
  let rest = value;
  for (let step = 0; step < length; step += 1) rest = (rest << 1) ^ ((rest >>> (length - 1)) * polynomial);
  return rest;
}
