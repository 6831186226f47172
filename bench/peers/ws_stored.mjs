// The same as ws.mjs, but each message is a row in Postgres before anybody has it: what storing costs at the least.
// DATABASE_URL=… node ws_stored.mjs PORT
import pg from "pg";
import { WebSocketServer } from "ws";

const INSERT = { name: "insert", text: "INSERT INTO least (text) VALUES ($1)" };

const database = new pg.Client({ connectionString: process.env.DATABASE_URL });
await database.connect();
await database.query("CREATE TABLE IF NOT EXISTS least (id bigserial PRIMARY KEY, text text NOT NULL)");

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
const room = new Set();

server.on("connection", (socket) => {
  room.add(socket);
  socket.on("close", () => room.delete(socket));
  socket.on("message", async (data) => {
    const text = data.toString();
    await database.query({ ...INSERT, values: [text] });
    for (const listener of room) listener.send(text);
  });
});
