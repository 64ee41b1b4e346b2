// Long work: its bar follows the job, and the page goes on when it is done.
import { all, ask, one, say, trouble } from "./dom.js";

const PAUSE = 1_000;

export function startJobs(root = document) {
  for (const box of all("[data-progress]", root)) follow(box);
}

/** Ask for {done, total, sentence, state, url} until state is done, failed or cancelled. */
async function follow(box) {
  const bar = one("progress", box);
  const words = one("[data-progress-words]", box);
  let misses = 0;
  for (;;) {
    let answer;
    try {
      answer = await ask(box.dataset.progress);
      misses = 0;
    } catch {
      misses += 1;
    }
    if (answer?.status === 200) {
      const { done = 0, total = 0, sentence = "", state = "running", url = "" } = answer.body;
      if (total) { bar.max = total; bar.value = done; }
      if (words.textContent !== sentence) words.textContent = sentence;
      if (state !== "running" && state !== "queued") return finish(box, state, url, sentence);
    } else if (answer && answer.status !== 503) {
      words.textContent = trouble(answer.status, answer.body);
      return undefined;
    } else if (misses > 3) {
      words.textContent = "No connection. The work goes on; this page asks again.";
    }
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? 5 * PAUSE : PAUSE));
  }
}

function finish(box, state, url, sentence) {
  box.dataset.state = state;
  for (const form of all("form", box)) form.hidden = true;
  if (state === "done" && url && box.dataset.then !== "stay") location.assign(url);
  else say(sentence || (state === "done" ? "Done." : "It did not finish."), { tone: state === "done" ? "green" : "red", href: url });
}
