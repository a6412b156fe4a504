// Follows what the atlas is making, and says when that has come to an end. The page is not loaded anew: whoever reads it
// would lose the place and the focus.

const watched = document.querySelector("[data-watch]");
const wait = 1000 * Number(watched.dataset.watch);

const look = async () => {
  let page;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    // What is there no more has come to an end too; whoever asks too often asks again later.
    const told = answer.status < 500 && answer.status !== 429;
    if (told) page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    // Offline: it is asked again.
  }
  const now = page?.querySelector("[data-watch]");
  if (page && !now) {
    watched.querySelector("[role=status]").textContent = watched.dataset.watchEnded;
    return;
  }
  if (now) watched.querySelector("[data-watch-figure]").replaceWith(now.querySelector("[data-watch-figure]"));
  setTimeout(look, wait);
};

setTimeout(look, wait);
