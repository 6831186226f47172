// The piece of work that a form may ask a browser for: find the counter whose SHA-256 begins as wanted. Plain
// arithmetic, for crypto.subtle is not there on plain http, and in slices, so that one can type meanwhile.
//
//   await solve(parameters) → {counter, derivedKey}     parameters as altcha makes them, algorithm SHA-256
const SLICE = 12; // ms of work, less than a frame
const BETWEEN_LOOKS = 512; // tries until the clock is looked at

const BEGINNING = Uint32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);
const ROUNDS = Uint32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);

export async function solve({ salt, nonce, keyPrefix }) {
  const block = blockOf(salt + nonce);
  const wanted = wordsOf(keyPrefix);
  const hash = new Uint32Array(8);
  const place = (salt.length + nonce.length) / 8;
  for (let counter = 0; ; ) {
    for (const end = performance.now() + SLICE; performance.now() < end; ) {
      for (let left = BETWEEN_LOOKS; left; left--, counter++) {
        block[place] = counter;
        hashInto(hash, block);
        if (hash[0] === wanted[0] && wanted.every((word, i) => word === hash[i])) {
          return { counter, derivedKey: hexOf(hash) };
        }
      }
    }
    await turn();
  }
}

/** The one block of 64 bytes that is hashed, with room for the counter: its words, then its length in bits. */
function blockOf(hex) {
  const words = wordsOf(hex);
  const block = new Uint32Array(64);
  block.set(words);
  block[words.length + 1] = 0x80000000;
  block[15] = (words.length + 1) * 32;
  return block;
}

/** SHA-256 (FIPS 180-4) of a block whose first 16 words are set; the others are its working space. */
function hashInto(hash, w) {
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let a = BEGINNING[0];
  let b = BEGINNING[1];
  let c = BEGINNING[2];
  let d = BEGINNING[3];
  let e = BEGINNING[4];
  let f = BEGINNING[5];
  let g = BEGINNING[6];
  let h = BEGINNING[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  hash[0] = BEGINNING[0] + a;
  hash[1] = BEGINNING[1] + b;
  hash[2] = BEGINNING[2] + c;
  hash[3] = BEGINNING[3] + d;
  hash[4] = BEGINNING[4] + e;
  hash[5] = BEGINNING[5] + f;
  hash[6] = BEGINNING[6] + g;
  hash[7] = BEGINNING[7] + h;
}

const wordsOf = (hex) => Uint32Array.from(hex.match(/.{8}/g), (word) => parseInt(word, 16));
const hexOf = (words) => Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");

/** Lets everything else of the page have its turn; a timer would wait for 4 ms each time. */
function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
