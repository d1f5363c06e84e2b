// Everything works without this file. It only adds.

const texts = document.body.dataset;

/** Buttons show that they are busy, and a form goes out once. */
addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }

  form.dataset.busy = 'true';
  event.submitter?.setAttribute('aria-busy', 'true');
  // A download leaves the page as it is.
  setTimeout(() => rest(form), 10_000);
}, { capture: true });

// Back from the history: the page may be as it was left, busy.
addEventListener('pageshow', () => document.querySelectorAll('form').forEach(rest));

function rest(form) {
  delete form.dataset.busy;
  form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
}

let shown = location.pathname;

// Back from an answer that was shown under an address of its own.
addEventListener('popstate', () => location.pathname !== shown && location.reload());

/** Sends a form behind the page, then shows what the server answered as if the page had been opened. */
async function sendQuietly(form, body, onProgress) {
  const controls = (root) => [...root.querySelectorAll(`form[action="${form.getAttribute('action')}"] :is(button, input:not([type=hidden]))`)];
  const place = controls(document).indexOf(document.activeElement);
  const answer = await send(form.action, body, onProgress);
  const next = new DOMParser().parseFromString(answer.html, 'text/html');
  if (!next.querySelector('main')) {
    location.assign(answer.url);
    return;
  }

  if (new URL(answer.url).pathname !== shown) {
    history.pushState(null, '', answer.url);
    shown = location.pathname;
  }

  document.title = next.title;
  for (const part of ['.site-header', 'main', '.site-footer']) {
    document.querySelector(part).replaceWith(next.querySelector(part));
  }

  const main = document.querySelector('main');
  enhance(main);
  // The focus stays where it was, or goes to the neighbour of what went away.
  const left = controls(main);
  (main.querySelector('.error-summary') ?? left[Math.min(place, left.length - 1)] ?? main).focus();
  announce(main.querySelector('.notice')?.textContent ?? '');
}

function send(url, body, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onload = () => resolve({ html: request.responseText, url: request.responseURL });
    request.onerror = () => reject(new Error('offline'));
    request.send(body);
  });
}

function announce(text) {
  let region = document.getElementById('announcer');
  if (!region) {
    region = Object.assign(document.createElement('p'), { id: 'announcer', className: 'visually-hidden' });
    region.setAttribute('role', 'status');
    document.body.append(region);
  }

  region.textContent = text;
}

function quietly(form, bodyOf) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await sendQuietly(form, bodyOf?.(event) ?? new FormData(form, event.submitter), progressOf(form));
    } catch {
      announce(texts.failed);
      form.submit();
    }
  });
}

function progressOf(form) {
  const bar = form.querySelector('progress');
  return bar && ((share) => { bar.hidden = false; bar.value = share; });
}

/** A picture can be chosen, dropped or pasted; it shows before it is sent, and its way up is seen. */
function enhancePhoto(form) {
  const input = form.querySelector('input[type=file]');
  const area = form.closest('.photo');
  const avatar = area.querySelector('.avatar');
  const bar = Object.assign(document.createElement('progress'), { hidden: true, max: 1 });
  bar.setAttribute('aria-label', texts.progress);
  form.append(bar);
  form.querySelector('.hint').append(' ', texts.drop);

  const take = (files) => {
    if (files.length) {
      input.files = files;
      preview();
    }
  };
  const preview = () => {
    const file = input.files[0];
    if (!file?.type.startsWith('image/')) {
      return;
    }

    // A canvas needs no address for the picture, so the content security policy stays as it is.
    createImageBitmap(file).then((bitmap) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 256, height: 256, className: 'avatar' });
      const side = Math.min(bitmap.width, bitmap.height);
      canvas.getContext('2d').drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, 256, 256);
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', file.name);
      area.querySelector('.avatar').replaceWith(canvas);
    }, () => area.querySelector('.avatar').replaceWith(avatar));
  };

  input.addEventListener('change', preview);
  area.addEventListener('dragover', (event) => { event.preventDefault(); area.classList.add('over'); });
  area.addEventListener('dragleave', () => area.classList.remove('over'));
  area.addEventListener('drop', (event) => { event.preventDefault(); area.classList.remove('over'); take(event.dataTransfer.files); });
  document.onpaste = (event) => take(event.clipboardData.files);
  quietly(form);
}

/** A button that shows what was typed, and a word when Caps Lock is on. */
function enhancePassword(input) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'reveal', textContent: texts.show });
  button.setAttribute('aria-pressed', 'false');
  button.setAttribute('aria-controls', input.id);
  const row = Object.assign(document.createElement('div'), { className: 'with-reveal' });
  input.replaceWith(row);
  row.append(input, button);
  button.addEventListener('click', () => {
    const shown = input.type === 'password';
    input.type = shown ? 'text' : 'password';
    button.textContent = shown ? texts.hide : texts.show;
    button.setAttribute('aria-pressed', String(shown));
  });
  input.form.addEventListener('submit', () => { input.type = 'password'; });

  const caps = Object.assign(document.createElement('p'), { className: 'hint', hidden: true, textContent: texts.capsLock });
  caps.setAttribute('role', 'status');
  row.after(caps);
  input.addEventListener('keyup', (event) => { caps.hidden = !event.getModifierState?.('CapsLock'); });
}

/** Seconds that count down. */
function enhanceCountdown(element) {
  const template = element.textContent;
  let left = Number(element.dataset.countdown);
  const timer = setInterval(() => {
    left -= 1;
    element.textContent = template.replace(/\d+/, String(Math.max(left, 0)));
    if (left <= 0) {
      clearInterval(timer);
    }
  }, 1000);
}

function enhance(root) {
  root.querySelectorAll('input[type=password]').forEach(enhancePassword);
  root.querySelectorAll('[data-countdown]').forEach(enhanceCountdown);
  root.querySelectorAll('form[data-edit-in-place], form[data-remove-row]').forEach((form) => quietly(form));
  root.querySelectorAll('form[data-photo]').forEach(enhancePhoto);
}

enhance(document);
