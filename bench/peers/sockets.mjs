// A WebSocket client (RFC 6455) that can what these benchmarks need and no more, so that the servers are the limit:
// what a library makes of each frame takes longer than some of them take to send it.
import { randomBytes } from "node:crypto";
import { request } from "node:http";

const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10];
const WHOLE = 0x80;
const MASKED = 0x80;
const MASK = Buffer.alloc(4); // any will do here, and nothing has to be done for this one
const GONE = 1006;

export class Socket {
  isOpen = false;
  #socket = null;
  #rest = Buffer.alloc(0);

  // opened(); text(bytes, from, to) for each message, which is part of bytes; ended(code) once
  constructor(url, headers, localAddress, { opened, text, ended }) {
    this.text = text;
    this.ended = (code) => {
      this.isOpen = false;
      this.ended = () => {};
      ended(code);
    };
    const asked = request(url.replace("ws:", "http:"), {
      agent: false,
      localAddress,
      headers: {
        ...headers,
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
        "Sec-WebSocket-Version": "13",
      },
    });
    asked.on("upgrade", (_response, socket, head) => {
      this.#listen(socket);
      opened();
      if (head.length) this.#read(head);
    });
    asked.on("response", (response) => this.ended(response.statusCode));
    asked.on("error", () => this.ended(GONE));
    asked.end();
  }

  send(text) {
    this.#send(TEXT, Buffer.from(text));
  }

  pause() {
    this.#socket.pause();
  }

  #listen(socket) {
    this.#socket = socket;
    this.isOpen = true;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#read(chunk));
    socket.on("error", () => this.ended(GONE));
    socket.on("close", () => this.ended(GONE));
  }

  #read(chunk) {
    const data = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (let frame; (frame = frameAt(data, at)); at = frame.to) this.#take(data[at], data, frame.from, frame.to);
    this.#rest = data.subarray(at);
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
