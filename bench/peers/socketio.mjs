// One room of socket.io, as its guide has it. node socketio.mjs PORT
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });

io.on("connection", (socket) => {
  socket.join("room");
  socket.on("chat", (text) => io.to("room").emit("chat", text));
});
http.listen(Number(process.argv[2]), "127.0.0.1");
