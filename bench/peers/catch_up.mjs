// A client that comes back asks for all that it missed, a page after the other.
import { open, say } from "./framings.mjs";

export async function catchUp(plan) {
  const [seat] = plan.seats;
  const times = [];
  let heard = 0;
  let page = () => {};
  const own = { ...seat, after: plan.last };
  const { web } = await open(plan, own, () => heard++);
  own.more = (frame) => page(frame);
  for (let round = 0; round < plan.rounds; round++) {
    const begun = performance.now();
    let [after, until] = [plan.after, 0];
    heard = 0;
    do {
      say(web, { type: "after", room: seat.room, after });
      const before = heard;
      until = await new Promise((resolve) => (page = resolve));
      after += heard - before;
    } while (until.more);
    times.push({ ms: performance.now() - begun, heard });
  }
  return { times };
}
