// Pieces of pages, asked for and sent by scripts.

/** A piece of a page, or a page: {status, url, page}. */
export async function piece(url, options = {}) {
  try {
    const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" }, ...options });
    if (answer.redirected && /\/(login|verify|tf-)/.test(answer.url)) return { status: 401, body: {} };
    const text = await answer.text();
    return { status: answer.status, url: answer.url, body: text, page: new DOMParser().parseFromString(text, "text/html") };
  } catch {
    return { status: 0 };
  }
}
