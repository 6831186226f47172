// One room: what it takes from a message's being sent until each socket has it, and how many deliveries a second
// there are when `window` messages are always under way, after `settle` and `lead` seconds of the same. The sockets take
// turns at sending; `stalled` never reads.
import { open, openAll } from "./framings.mjs";

const MOST = 60_000; // messages
const STALL = 5_000; // ms after which a message counts as lost
const PAD = "x".repeat(56);

export async function fanout(plan) {
  const room = new Room(plan.seats.length);
  room.sockets = await openAll(plan, (number, socket) => room.hear(number, socket));
  if (plan.stalled) (await open(plan, plan.stalled, () => {})).web.pause();
  for (let i = 0; i < plan.warm; i++) await room.isHeard(room.send(), STALL);
  const paced = plan.paced ? await pace(room, plan) : {};
  const saturated = plan.burst ? await saturate(room, plan) : {};
  const cut = room.sockets.filter(({ web }) => !web.isOpen).length;
  return { ...paced, ...saturated, lost: room.lost, doubled: room.doubled, cut };
}

class Room {
  constructor(size) {
    this.size = size;
    this.next = 0;
    this.sentAt = new Float64Array(MOST);
    this.got = new Int32Array(MOST);
    this.seen = new Uint8Array(MOST * size);
    this.deliveries = this.doubled = this.lost = 0;
    this.latencies = null;
    this.wake = () => {};
  }

  send() {
    const number = this.next++;
    this.sentAt[number] = performance.now();
    this.sockets[number % this.size].post(`~${number}~ ${PAD}`);
    return number;
  }

  hear(number, socket) {
    const at = number * this.size + socket;
    if (this.seen[at]) {
      this.doubled++;
      return;
    }
    this.seen[at] = 1;
    this.deliveries++;
    this.latencies?.push(performance.now() - this.sentAt[number]);
    if (++this.got[number] === this.size) this.wake();
  }

  async isHeard(number, within) {
    const until = performance.now() + within;
    while (this.got[number] < this.size) {
      const left = until - performance.now();
      if (left <= 0) {
        this.lost++;
        return;
      }
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

async function pace(room, { rate, settle = 0, paced }) {
  const begun = performance.now();
  for (let i = 0; i < rate * (settle + paced); i++) {
    const wait = begun + (i * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (i === rate * settle) room.latencies = [];
    room.send();
  }
  await room.isHeard(room.next - 1, STALL);
  const sorted = Float64Array.from(room.latencies).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  room.latencies = null;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

async function saturate(room, { burst, window, lead = 0 }) {
  let done = room.next;
  const keepOn = async (seconds) => {
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until && room.next < MOST - window) {
      while (room.next - done < window) room.send();
      await room.isHeard(done++, STALL);
    }
  };
  await keepOn(lead);
  const begun = performance.now();
  const before = room.deliveries;
  await keepOn(burst);
  return { deliveries: ((room.deliveries - before) * 1000) / (performance.now() - begun) };
}
