import { Socket } from "node:net";
import { serverOptions } from "./database.ts";

/** For pg's option `stream`: a socket that ends at the test's server, whatever host its client asks for. */
export function remoteStream(): Socket {
  const socket = new Socket();
  const { port, host } = serverOptions();
  const connect = socket.connect.bind(socket);
  socket.connect = () => connect(port, host);
  return socket;
}
