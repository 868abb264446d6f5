// The ways in which an app makes a request. Not one of them knows of the trace, but for the WebSocket.
import { CapacitorHttp } from '@capacitor/core';
import { getTraceData } from 'capacitor-spanferry';
import type { Echo } from './echo';
import { places } from './places';

/** One kind of request: a button. */
export interface Way {
  id: string;
  label: string;
  method: string;
  url: string;
  send(way: Way): Promise<Echo>;
}

async function byFetch({ url, method }: Way): Promise<Echo> {
  return (await fetch(url, { method })).json();
}

function byXhr({ url, method }: Way): Promise<Echo> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.onload = () => resolve(JSON.parse(xhr.responseText));
    xhr.onerror = () => reject(new Error('the request failed'));
    xhr.send();
  });
}

async function byPlugin({ url, method }: Way): Promise<Echo> {
  const headers = { 'content-type': 'application/json' };
  const { data } =
    method === 'GET' ? await CapacitorHttp.get({ url }) : await CapacitorHttp.post({ url, headers, data: {} });
  return data;
}

/** A WebSocket has no headers of its own: the trace goes into the message. */
function bySocket({ url }: Way): Promise<Echo> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', trace: getTraceData() }));
    socket.onerror = () => reject(new Error('no connection'));
    socket.onmessage = ({ data }) => {
      resolve(JSON.parse(data));
      socket.close();
    };
  });
}

export const ways: Way[] = [
  { id: 'fetch', label: 'fetch', method: 'GET', url: `${places.backend}/orders`, send: byFetch },
  { id: 'xhr', label: 'XMLHttpRequest', method: 'GET', url: `${places.backend}/cart`, send: byXhr },
  { id: 'http-get', label: 'CapacitorHttp.get', method: 'GET', url: `${places.backend}/stock`, send: byPlugin },
  { id: 'http-post', label: 'CapacitorHttp.post', method: 'POST', url: `${places.backend}/checkout`, send: byPlugin },
  { id: 'relative', label: 'relative URL', method: 'GET', url: '/api/session', send: byFetch },
  { id: 'foreign', label: 'foreign URL', method: 'GET', url: `${places.foreign}/pixel`, send: byFetch },
  { id: 'socket', label: 'WebSocket', method: 'message', url: places.live, send: bySocket },
];
