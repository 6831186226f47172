// One file on its way to the server, by XMLHttpRequest: fetch tells nothing of what has left already.
//
//   upload(url, file, {onProgress(share), signal}) → {id, name, size, width, height, kind}
//
// Rejects with an Error whose `code` says why: the server's own, "offline" without a connection, "stopped".
import { credentials } from "./bearer.js";

// What a proxy or the server's outermost door says without a word of why
const CODES = { 401: "over", 403: "read_only", 404: "gone", 413: "file_too_large", 507: "no_space" };

export function upload(url, file, { onProgress, signal }) {
  const { promise, resolve, reject } = deferred();
  const request = new XMLHttpRequest();
  const fail = (code) => reject(Object.assign(new Error(code), { code }));
  request.open("POST", url);
  request.responseType = "json";
  for (const [name, value] of Object.entries(credentials("POST"))) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
  request.addEventListener("load", () => {
    const { status, response } = request;
    if (status === 201 && response?.id) resolve(response);
    else fail(response?.code ?? CODES[status] ?? "file_failed");
  });
  request.addEventListener("error", () => fail("offline"));
  request.addEventListener("abort", () => fail("stopped"));
  signal.addEventListener("abort", () => request.abort());
  const body = new FormData();
  body.append("file", file, file.name);
  request.send(body);
  return promise;
}

/** Promise.withResolvers, which browsers of 2023 lack. */
function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
