/** How much is unread: in the title, on the icon of the tab and in the rail. */

let total = 0;
let title = "";
let icon = "";

/** @param {number} unread in all conversations that are not muted */
export function show(unread) {
  total = unread;
  const badge = document.querySelector("a[data-rail=chats] [data-part=badge]");
  if (badge) badge.hidden = !total;
  if (badge) badge.textContent = String(total);
  showTitle();
  showIcon();
}

export function start() {
  showTitle();
  new MutationObserver(showTitle).observe(document.querySelector("title"), { childList: true });
}

/** The count stands before whatever the page calls itself. */
function showTitle() {
  const plain = document.title.replace(/^\(\d+\) /, "");
  title = total ? `(${total}) ${plain}` : plain;
  if (document.title !== title) document.title = title;
}

async function showIcon() {
  const link = document.querySelector("[data-favicon]");
  if (!link) return;
  icon ||= link.href;
  link.href = total ? await drawn(icon).catch(() => icon) : icon;
}

async function drawn(address) {
  const image = Object.assign(new Image(), { src: address });
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0, 64, 64);
  pen.beginPath();
  pen.arc(46, 18, 18, 0, 2 * Math.PI);
  pen.fillStyle = "#b3301f";
  pen.fill();
  pen.fillStyle = "#ffffff";
  pen.font = "600 24px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.fillText(total > 9 ? "9+" : String(total), 46, 27);
  return canvas.toDataURL();
}
