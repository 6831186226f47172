// Each socket posts into its own room, and again as soon as that is acknowledged and heard.
import { openAll } from "./framings.mjs";

const PAD = "x".repeat(56);
const WARM = 0.5; // seconds

export async function posting(plan) {
  let finished = 0;
  const waits = plan.seats.map(() => null); // what a sender still waits for: {posted, heard}
  const again = (i) => {
    const wait = waits[i];
    if (!wait.posted || !wait.heard) return;
    finished++;
    post(i);
  };
  plan.seats.forEach((seat, i) => {
    seat.posted = () => {
      waits[i].posted = true;
      again(i);
    };
  });
  const sockets = await openAll(plan, (_number, i) => {
    waits[i].heard = true;
    again(i);
  });
  const post = (i) => {
    waits[i] = { posted: false, heard: false };
    sockets[i].post(`~${i}~ ${PAD}`);
  };
  sockets.forEach((_socket, i) => post(i));
  await new Promise((resolve) => setTimeout(resolve, WARM * 1000));
  const begun = performance.now();
  const before = finished;
  await new Promise((resolve) => setTimeout(resolve, plan.seconds * 1000));
  return { posts: ((finished - before) * 1000) / (performance.now() - begun) };
}
