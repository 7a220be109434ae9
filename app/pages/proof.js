// While a form is filled in, a number is looked for that shows work was done. Without it the form works too.
const form = document.querySelector("form[data-work]");

async function search(stamp, bits) {
  const encoder = new TextEncoder();
  for (let number = 0; ; number += 1) {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(`${stamp}.${number}`));
    if (new DataView(hash).getUint32(0) >>> (32 - bits) === 0) return number;
  }
}

async function prove() {
  const { stamp, proof } = form.elements;
  if (!proof.value) proof.value = await search(stamp.value, Number(form.dataset.work));
}

// Only a page that came over https has this.
if (form && globalThis.crypto?.subtle) form.addEventListener("input", prove, { once: true });
