// The least that a room can be: whatever one says goes to all, by `ws`. node ws.mjs PORT
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
const room = new Set();

server.on("connection", (socket) => {
  room.add(socket);
  socket.on("close", () => room.delete(socket));
  socket.on("message", (data) => {
    const text = data.toString();
    for (const listener of room) listener.send(text);
  });
});
