// A WebSocket client (RFC 6455) that can what these benchmarks need and no more, so that the servers are the limit:
// what a library makes of each frame takes longer than some of them take to send it.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";

const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10];
const WHOLE = 0x80;
const MASKED = 0x80;
const MASK = Buffer.alloc(4); // any will do here, and nothing has to be done for this one
const GONE = 1006;
const NOTHING = Buffer.alloc(0);
const SWITCHING_PROTOCOLS = 101;
const HEAD_ENDS = "\r\n\r\n";
// All sockets read into this one, which so stays in the processor's cache: a buffer for each read was nearly half of the
// client's time.
const INTO = Buffer.alloc(64 * 1024);

export class Socket {
  isOpen = false;
  #socket;
  #rest = NOTHING;
  #opened;

  // opened(); text(bytes, from, to) for each message, which is part of bytes until it returns; ended(code) once
  constructor(url, headers, localAddress, { opened, text, ended }) {
    this.text = text;
    this.#opened = opened;
    this.ended = (code) => {
      this.isOpen = false;
      this.ended = () => {};
      ended(code);
    };
    const { host, hostname, port, pathname, search } = new URL(url);
    const onread = { buffer: INTO, callback: (length) => this.#read(INTO.subarray(0, length)) };
    this.#socket = connect({ host: hostname, port, localAddress, noDelay: true, onread });
    this.#socket.on("error", () => this.ended(GONE));
    this.#socket.on("close", () => this.ended(GONE));
    this.#socket.write(asked(pathname + search, { Host: host, ...headers }));
  }

  send(text) {
    this.#send(TEXT, Buffer.from(text));
  }

  pause() {
    this.#socket.pause();
  }

  // Nothing of `chunk` is kept, whose bytes are overwritten next. True, since node goes on reading only then.
  #read(chunk) {
    const data = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = this.isOpen ? 0 : this.#open(data);
    for (let frame; this.isOpen && (frame = frameAt(data, at)); at = frame.to) {
      this.#take(data[at], data, frame.from, frame.to);
    }
    this.#rest = at < data.length ? Buffer.from(data.subarray(at)) : NOTHING;
    return true;
  }

  // Where frames begin, once the server has answered.
  #open(data) {
    const end = data.indexOf(HEAD_ENDS);
    if (end < 0) return 0;
    const status = Number(data.toString("latin1", 0, end).split(" ", 2)[1]);
    this.isOpen = status === SWITCHING_PROTOCOLS;
    if (this.isOpen) this.#opened();
    else this.ended(status);
    return end + HEAD_ENDS.length;
  }

  #take(first, data, from, to) {
    const kind = first & 0x0f;
    if (kind === TEXT && first & WHOLE) this.text(data, from, to);
    else if (kind === PING) this.#send(PONG, data.subarray(from, to));
    else if (kind === CLOSE) this.ended(to - from < 2 ? GONE : data.readUInt16BE(from));
    else if (kind !== PONG) throw new Error(`a frame of a kind that no server here sends: ${first}`);
  }

  #send(kind, payload) {
    const long = payload.length > 125;
    const head = Buffer.alloc(long ? 4 : 2);
    head[0] = WHOLE | kind;
    head[1] = MASKED | (long ? 126 : payload.length);
    if (long) head.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([head, MASK, payload]));
  }
}

// Where the payload of the frame that begins at `at` begins and ends; null where it is not all there. A server's are
// not masked.
function frameAt(data, at) {
  if (data.length < at + 2) return null;
  let from = at + 2;
  let length = data[at + 1];
  if (length > 125) {
    from += length === 126 ? 2 : 8;
    if (data.length < from) return null;
    length = length === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
  }
  return data.length < from + length ? null : { from, to: from + length };
}

// The request by which a connection becomes a WebSocket (RFC 6455, 4.1).
function asked(path, headers) {
  const all = {
    ...headers,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
    "Sec-WebSocket-Version": "13",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`GET ${path} HTTP/1.1`, ...lines].join("\r\n") + HEAD_ENDS;
}
