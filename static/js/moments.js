// When a message was written, as its reader's calendar and clock see it.
const momentOf = (message) => new Date(message.querySelector("time").dateTime);

export const dayOf = (message) => momentOf(message).toDateString();
export const minuteOf = (message) => Math.floor(momentOf(message) / 60_000);
