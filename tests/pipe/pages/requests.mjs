// The ways in which a page's code makes a request. Each resolves when the answer is there.
import { CapacitorHttp } from "@capacitor/core";

const JSON_TYPE = { "content-type": "application/json" };

async function byFetch(method, url) {
  const post = method === "POST" ? { body: "{}", headers: { ...JSON_TYPE } } : {};
  const answer = await fetch(url, { method, ...post });
  await answer.text();
  return answer.status;
}

function byXhr(method, url) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    if (method === "POST") xhr.setRequestHeader("content-type", JSON_TYPE["content-type"]);
    xhr.onload = () => resolve(xhr.status);
    xhr.onerror = () => reject(new Error(`XMLHttpRequest failed: ${url}`));
    xhr.send(method === "POST" ? "{}" : undefined);
  });
}

async function byPlugin(method, url) {
  const answer =
    method === "POST"
      ? await CapacitorHttp.post({ url, data: {}, headers: { ...JSON_TYPE } })
      : await CapacitorHttp.get({ url });
  return answer.status;
}

export const ways = { fetch: byFetch, xhr: byXhr, direct: byPlugin };

/** The status of one request, or what went wrong, as text. */
export async function request(way, method, url) {
  try {
    return await ways[way](method, url);
  } catch (error) {
    return String(error);
  }
}
