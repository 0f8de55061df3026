-- Opens the file of the command line in Neovim's own language client, with the server that SERVER (JSON) starts, and
-- prints what a person would see as one line of JSON. Works from Neovim 0.7 on.
local id = vim.lsp.start_client({ name = 'dagport', cmd = vim.fn.json_decode(vim.env.SERVER), root_dir = vim.fn.getcwd() })
vim.bo.filetype = 'dagport-workflow' -- sent as the language id
vim.lsp.buf_attach_client(0, id)

local function ask(method, params)
  params.textDocument = { uri = vim.uri_from_bufnr(0) }
  local answers = vim.lsp.buf_request_sync(0, method, params, 10000) or {}
  return (answers[id] or {}).result or {}
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local function await(count)
  return vim.wait(15000, function() return #vim.diagnostic.get(0) == count end, 20)
end

local seen = { diagnostics = {}, completions = {}, symbols = {} }
await(1)
for _, found in ipairs(vim.diagnostic.get(0)) do
  table.insert(seen.diagnostics, { line = found.lnum + 1, column = found.col + 1, rule = found.user_data.lsp.code })
end

local first = vim.diagnostic.get(0)[1]
if first then
  local here = { line = first.lnum, character = first.col }
  for _, item in ipairs(ask('textDocument/completion', { position = here })) do
    table.insert(seen.completions, item.label)
  end
  local range = { start = here, ['end'] = here }
  for _, action in ipairs(ask('textDocument/codeAction', { range = range, context = { diagnostics = {} } })) do
    if vim.startswith(action.title, 'Change') then
      vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    end
  end
  seen.fixed = await(0)
end
seen.text = table.concat(lines(), '\n')

-- A rename, then formatting: the edits of one request after the other, as a person makes them.
local where = vim.fn.json_decode(vim.env.RENAME)
local edit = ask('textDocument/rename', { position = { line = where.line, character = where.character }, newName = where.name })
vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
seen.renamed = table.concat(lines(), '\n')
local formatted = ask('textDocument/formatting', { options = { tabSize = 2, insertSpaces = true } })
vim.lsp.util.apply_text_edits(formatted, vim.api.nvim_get_current_buf(), 'utf-16')
seen.formatted = table.concat(lines(), '\n')

for _, symbol in ipairs(ask('textDocument/documentSymbol', {})) do
  table.insert(seen.symbols, symbol.name)
end

io.stdout:write(vim.fn.json_encode(seen) .. '\n')
vim.lsp.stop_client(id)
vim.cmd('qa!')
