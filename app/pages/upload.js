// Files are handed in one by one, with how far it has come; whatever was handed in before a line broke stays.
const form = document.querySelector("form[data-upload]");

function send(file, bar) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("files", file);
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.onprogress = ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
    };
    request.onerror = request.ontimeout = reject;
    request.onload = () => resolve(request);
    request.send(body);
  });
}

async function handIn(event) {
  const { files } = form.elements;
  const button = form.querySelector("button");
  const box = form.querySelector(".sending");
  const say = (text) => (box.querySelector("p").textContent = text);
  if (!files.files.length) return;
  event.preventDefault();
  box.hidden = false;
  button.disabled = true;
  const { sending, broken } = form.dataset;
  // After a lost line the same button begins with the first one that was not answered.
  for (let done = Number(box.dataset.done ?? 0); done < files.files.length; done += 1) {
    const named = { name: files.files[done].name, number: done + 1, count: files.files.length };
    say(sending.replace(/{(\w+)}/g, (_, key) => named[key]));
    box.dataset.done = done;
    try {
      const answer = await send(files.files[done], box.querySelector("progress"));
      const error = answer.response?.querySelector(".error");
      if (answer.status >= 400) throw new Error(error?.textContent ?? "");
    } catch (error) {
      say(error.message || broken);
      button.disabled = false;
      return;
    }
  }
  location.assign("/task?done=handed_in");
}

form?.addEventListener("submit", handIn);
form?.addEventListener("change", () => delete form.querySelector(".sending").dataset.done);
