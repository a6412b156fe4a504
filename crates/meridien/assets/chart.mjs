// A chart as a PNG picture: its SVG file, drawn by the browser at twice its size.
for (const link of document.querySelectorAll("a[data-png]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = link.dataset.png;
  // What cannot be drawn here is had as the file that it would be made from, or the atlas says why not.
  button.addEventListener("click", () => save(link.href).catch(() => location.assign(link.href)));
  link.after(" · ", button);
}

async function save(href) {
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
  const [, name] = answer.headers.get("content-disposition")?.match(/filename="(.+)\.svg"/) ?? [null, "statistiques"];
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await answer.text())}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const download = document.createElement("a");
  download.href = URL.createObjectURL(blob);
  download.download = `${name}.png`;
  download.click();
  URL.revokeObjectURL(download.href);
}
