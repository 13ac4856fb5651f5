// Shows the chosen photo before it goes out. Drawn from the file itself: nothing is sent for it.
const field = document.querySelector("#photo");
const shown = document.querySelector("[data-shown] .av");

async function show() {
  const file = field.files[0];
  const picture = file && (await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null));
  if (!picture) return;
  const side = Math.min(picture.width, picture.height);
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 320 });
  const fromTop = (picture.height - side) * 0.4;
  canvas.getContext("2d").drawImage(picture, (picture.width - side) / 2, fromTop, side, side, 0, 0, 320, 320);
  const face = shown.querySelector("img") ?? shown.appendChild(Object.assign(new Image(320, 320), { alt: "" }));
  face.src = canvas.toDataURL("image/jpeg", 0.85);
}

field?.addEventListener("change", show);
if (field?.files.length) show(); // chosen on a slow line, before this script came
