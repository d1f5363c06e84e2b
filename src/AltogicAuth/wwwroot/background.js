// Sends the forms with data-quiet, which names the parts that they change, without leaving the page.

let shownPath = location.pathname;

// Back from such a page.
addEventListener('popstate', () => location.pathname !== shownPath && location.reload());

export function createSubmit({ createElement, createSummary, showError, clearErrors, markField, updateTitle, enhance }) {
  function showResponse(form, { status, responseURL }, page) {
    if (!page.querySelector('main')) {
      throw new Error('The response is not a page of this site.');
    }

    if (status < 400 && new URL(responseURL).pathname !== location.pathname) {
      navigate(page, responseURL);
      return;
    }

    if (status < 400) {
      form.reset();
    }

    const fieldError = status >= 400 && page.querySelector('.field-invalid .error');
    const summary = page.querySelector('.error-summary');
    if (status >= 400 && (summary || !fieldError)) {
      const [title, text] = ['h1', 'main p'].map((part) => page.querySelector(part)?.textContent);
      showError(form, summary ?? createSummary(text, title));
    }

    // Other parts stay as they are: the user may be typing there.
    for (const part of form.dataset.quiet.split(' ')) {
      const [old, fresh] = [document, page].map((root) => root.querySelector(part));
      if (old && fresh) {
        replacePart(old, fresh);
      }
    }

    if (fieldError) {
      const input = document.getElementById(fieldError.id.replace(/-error$/, ''));
      markField(input, fieldError.isConnected ? fieldError : document.importNode(fieldError, true));
      if (!summary) {
        input.focus();
      }
    }
    updateTitle();

    // The old token may be invalid for every form. The fallback error page has none.
    const token = page.querySelector('[name=__RequestVerificationToken]')?.value;
    document.querySelectorAll('[name=__RequestVerificationToken]').forEach((input) => { input.value = token ?? input.value; });
    document.querySelector('.status').replaceChildren(...page.querySelectorAll('.status > *'));
  }

  /** The focus stays in the form, or moves to the next one of its kind. What is unfolded stays so. */
  function replacePart(old, fresh) {
    const { activeElement: active } = document;
    const controlsOf = (root) => [...root.querySelectorAll(`form[action="${active.form?.getAttribute('action')}"] :is(button, input:not([type=hidden]))`)];
    const index = controlsOf(old).indexOf(active);
    const hadFocus = old.contains(active);
    old.parentElement.querySelectorAll('details[id][open]').forEach(({ id }) => fresh.parentElement.querySelector(`#${id}`)?.setAttribute('open', ''));
    old.replaceWith(fresh);
    enhance(fresh);
    if (hadFocus) {
      const controls = controlsOf(fresh);
      fresh.tabIndex = -1;
      (controls[Math.min(index, controls.length - 1)] ?? document.getElementById(active.id) ?? fresh).focus();
    }
  }

  /** For example to the login page, after the session ended. */
  function navigate(page, address) {
    history.pushState(null, '', address);
    shownPath = location.pathname;
    document.title = page.title;
    document.body.replaceWith(page.body);
    enhance(document);
    document.querySelector('main').focus();
  }

  return async (form, button) => {
    document.querySelector('.status').replaceChildren();
    clearErrors();
    const request = await send(form, button);
    const [, fileName] = request.getResponseHeader('Content-Disposition')?.match(/^attachment; filename=([^;]+)/) ?? [];
    if (fileName) {
      // The URL must not be revoked: the browser reads the file later.
      createElement('a', { href: URL.createObjectURL(request.response), download: fileName }).click();
      form.querySelectorAll('[type=password]').forEach((input) => { input.value = ''; });
    } else {
      showResponse(form, request, new DOMParser().parseFromString(await request.response.text(), 'text/html'));
    }
  };
}

/** Unlike fetch, XMLHttpRequest reports the progress of an upload. */
function send(form, button) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const bar = form.querySelector('progress');
    request.open('POST', form.action);
    request.responseType = 'blob';
    request.upload.onprogress = ({ loaded, total }) => bar && Object.assign(bar, { hidden: false, value: loaded / total });
    request.onload = () => resolve(request);
    request.onerror = reject;
    request.onloadend = () => bar && Object.assign(bar, { hidden: true });
    request.send(new FormData(form, button));
  });
}
