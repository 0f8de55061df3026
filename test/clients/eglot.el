;; Opens the file of the command line in Emacs' own language client, as docs/editors.md says, with the server that SERVER (JSON)
;; starts, and prints what a person would see as one line of JSON.
(package-initialize)
(require 'eglot)
(require 'json)
(require 'xref)

;; The settings of the guide are read from it: what people copy is what is tested. An Emacs without tree-sitter has another
;; mode for YAML.
(unless (fboundp 'yaml-ts-mode) (defalias 'yaml-ts-mode (if (require 'yaml-mode nil t) 'yaml-mode 'prog-mode)))
(with-temp-buffer
  (insert (getenv "SETTINGS"))
  (eval-buffer))
(setq eglot-server-programs (cons (cons 'dagport-workflow-mode (append (json-read-from-string (getenv "SERVER")) nil))
                                  eglot-server-programs))
(setq eglot-sync-connect 30 create-lockfiles nil make-backup-files nil)

(find-file (pop command-line-args-left))
(apply #'eglot (eglot--guess-contact))

(defun await (count)
  "Whether there are COUNT findings within some seconds."
  (with-timeout (20 nil)
    (while (not (= (length (flymake-diagnostics)) count)) (accept-process-output nil 0.05))
    t))

(defun whole () (buffer-substring-no-properties (point-min) (point-max)))

(let* ((seen (list (cons 'mode (symbol-name major-mode))))
       (found (progn (await 1) (car (flymake-diagnostics)))))
  (push (cons 'line (line-number-at-pos (flymake-diagnostic-beg found))) seen)
  (push (cons 'underlined (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))) seen)
  (push (cons 'message (flymake-diagnostic-text found)) seen)
  (goto-char (flymake-diagnostic-beg found))
  (let* ((table (nth 2 (eglot-completion-at-point))))
    (push (cons 'completions (mapcar #'substring-no-properties (all-completions "" table))) seen))
  (let* ((actions (eglot-code-actions (point) (point) "quickfix"))
         (action (seq-find (lambda (one) (string-prefix-p "Change" (plist-get one :title))) actions)))
    (eglot--apply-workspace-edit (plist-get action :edit)))
  (eglot--signal-textDocument/didChange) ; a person waits for half a second instead
  (push (cons (quote fixed) (if (await 0) t :json-false)) seen)
  (goto-char (point-min))
  (search-forward "name: load")
  (eglot-rename "fetch")
  (push (cons 'renamed (whole)) seen)
  (eglot-format-buffer)
  (push (cons 'formatted (whole)) seen)
  (princ (concat (json-encode seen) "\n")))
(set-buffer-modified-p nil)
(kill-emacs 0)
