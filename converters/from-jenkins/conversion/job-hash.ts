/**
 * The numbers that Jenkins puts for `H` in a cron line: a generator seeded with the full name of the job, so that a job
 * always gets the same ones (hudson.scheduler.Hash: MD5 of the name, folded to 64 bits, into java.util.Random).
 */
export function jobHash(jobName: string): (bound: number) => number {
  const digest = md5(new TextEncoder().encode(jobName));
  let seed = 0n;
  for (let index = 0; index < 8; index++) {
    seed = (seed << 8n) | BigInt((digest[index] ?? 0) ^ (digest[index + 8] ?? 0));
  }
  return javaRandom(seed);
}

const multiplier = 0x5deece66dn;
const mask48 = (1n << 48n) - 1n;

/** `java.util.Random.nextInt(bound)` */
function javaRandom(start: bigint): (bound: number) => number {
  let seed = (start ^ multiplier) & mask48;
  const next = (bits: number): number => {
    seed = (seed * multiplier + 0xbn) & mask48;
    return Number(BigInt.asIntN(32, seed >> BigInt(48 - bits)));
  };
  return (bound) => {
    if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(next(31))) >> 31n);
    for (;;) {
      const bits = next(31);
      const value = bits % bound;
      if (bits - value + (bound - 1) <= 0x7fffffff) return value;
    }
  };
}

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

/** RFC 1321. Written out because converters run where there is no `node:crypto`. */
function md5(message: Uint8Array): Uint8Array {
  const length = (((message.length + 8) >> 6) + 1) << 6;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, message.length * 8, true);
  view.setUint32(length - 4, Math.floor(message.length / 0x20000000), true);
  let state: readonly [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < length; block += 64) state = md5Block(view, block, state);
  const result = new DataView(new ArrayBuffer(16));
  state.forEach((word, index) => {
    result.setUint32(index * 4, word, true);
  });
  return new Uint8Array(result.buffer);
}

function md5Block(
  view: DataView,
  block: number,
  state: readonly [number, number, number, number],
): [number, number, number, number] {
  let [a, b, c, d] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const mixed =
      round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const word = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] ?? 0;
    const constant = Math.floor(Math.abs(Math.sin(step + 1)) * 0x100000000);
    const sum = (a + mixed + constant + view.getUint32(block + (word & 15) * 4, true)) >>> 0;
    const shift = shifts[round * 4 + (step & 3)] ?? 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) >>> 0;
  }
  return [(state[0] + a) >>> 0, (state[1] + b) >>> 0, (state[2] + c) >>> 0, (state[3] + d) >>> 0];
}
