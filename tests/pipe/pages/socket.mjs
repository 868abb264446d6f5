// A WebSocket cannot carry headers: its first message carries the trace.
import { getTraceData } from "capacitor-spanferry";

/** Subscribes to a topic; gives the service's answer. */
export function subscribe(url, topic) {
  const socket = new WebSocket(url);
  socket.onopen = () => socket.send(JSON.stringify({ subscribe: topic, trace: getTraceData() }));
  return new Promise((resolve, reject) => {
    socket.onmessage = (message) => resolve(JSON.parse(message.data));
    socket.onerror = () => reject(new Error(`no WebSocket at ${url}`));
  });
}
