/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "record-database.h"

#include <filesystem>
#include <memory>
#include <sqlite3.h>
#include <stdexcept>

namespace ns3
{
namespace edgeai
{

namespace
{

/// Closes a database or a statement.
struct SqliteCloser
{
    /// @param [in] database to close
    void operator()(sqlite3* database) const
    {
        sqlite3_close(database);
    }

    /// @param [in] statement to finalise
    void operator()(sqlite3_stmt* statement) const
    {
        sqlite3_finalize(statement);
    }
};

using Database = std::unique_ptr<sqlite3, SqliteCloser>;
using Statement = std::unique_ptr<sqlite3_stmt, SqliteCloser>;

/// @param [in] result of an SQLite call  @param [in] wanted result  @param [in] database asked
/// @param [in] path of the database, for the message
/// @throws std::runtime_error if result is not what is wanted
void
Check(int result, int wanted, sqlite3* database, const std::string& path)
{
    if (result != wanted)
    {
        throw std::runtime_error("cannot write '" + path + "': " + sqlite3_errmsg(database));
    }
}

/// @param [in] database to run it on  @param [in] sql statement without result
/// @param [in] path of the database, for the message
void
Execute(const Database& database, const std::string& sql, const std::string& path)
{
    Check(sqlite3_exec(database.get(), sql.c_str(), nullptr, nullptr, nullptr),
          SQLITE_OK,
          database.get(),
          path);
}

/// @param [in] database to prepare it for  @param [in] sql statement with parameters
/// @param [in] path of the database, for the message  @returns the statement
Statement
Prepare(const Database& database, const std::string& sql, const std::string& path)
{
    sqlite3_stmt* statement = nullptr;
    Check(sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &statement, nullptr),
          SQLITE_OK,
          database.get(),
          path);
    return Statement(statement);
}

/// @param [in] statement to bind to  @param [in] index of the parameter, from 1
/// @param [in] value field of a row  @returns SQLite's result
int
Bind(const Statement& statement, int index, const FigureValue& value)
{
    if (const auto* whole = std::get_if<int64_t>(&value))
    {
        return sqlite3_bind_int64(statement.get(), index, *whole);
    }
    if (const auto* real = std::get_if<double>(&value))
    {
        return sqlite3_bind_double(statement.get(), index, *real);
    }
    if (const auto* text = std::get_if<std::string>(&value))
    {
        return sqlite3_bind_text(statement.get(),
                                 index,
                                 text->c_str(),
                                 static_cast<int>(text->size()),
                                 SQLITE_TRANSIENT);
    }
    return sqlite3_bind_null(statement.get(), index);
}

/// @param [in] statement with a parameter per field  @param [in] row its fields
/// @param [in] database it belongs to  @param [in] path of the database, for the message
void
Insert(const Statement& statement,
       const RecordRow& row,
       const Database& database,
       const std::string& path)
{
    for (size_t i = 0; i < row.size(); ++i)
    {
        Check(Bind(statement, static_cast<int>(i) + 1, row[i]), SQLITE_OK, database.get(), path);
    }
    Check(sqlite3_step(statement.get()), SQLITE_DONE, database.get(), path);
    Check(sqlite3_reset(statement.get()), SQLITE_OK, database.get(), path);
}

/// @param [in] table to write, with the heads of its columns  @param [in] heads their definitions
/// @param [in] database open  @param [in] path of the database, for the message
/// @returns a statement that inserts a row
Statement
CreateTable(const std::string& table,
            const std::vector<std::string>& heads,
            const Database& database,
            const std::string& path)
{
    std::string create;
    std::string insert;
    for (const std::string& head : heads)
    {
        create += (create.empty() ? "" : ", ") + head;
        insert += insert.empty() ? "?" : ", ?";
    }
    Execute(database, "CREATE TABLE " + table + " (" + create + ")", path);
    return Prepare(database, "INSERT INTO " + table + " VALUES (" + insert + ")", path);
}

/// @param [in] tables whose columns to explain  @param [in] database open
/// @param [in] path of the database, for the message
void
WriteColumns(const std::vector<RecordTable>& tables,
             const Database& database,
             const std::string& path)
{
    const Statement statement =
        CreateTable("columns",
                    {"\"table\" TEXT", "name TEXT", "unit TEXT", "help TEXT"},
                    database,
                    path);
    for (const RecordTable& table : tables)
    {
        for (const FigureColumn& column : table.columns)
        {
            Insert(statement, {table.name, column.name, column.unit, column.help}, database, path);
        }
    }
}

} // namespace

void
WriteRecordDatabase(const std::vector<RecordTable>& tables,
                    const std::map<std::string, std::string>& information,
                    const std::string& path)
{
    // A fresh file, because what an old one holds would show in the bytes of the new one.
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
    {
        throw std::runtime_error("cannot write '" + path + "': it is a directory");
    }
    for (const char* suffix : {"", "-journal", "-wal", "-shm"})
    {
        std::filesystem::remove(path + suffix, error);
        if (error && error != std::errc::not_a_directory)
        {
            throw std::runtime_error("cannot replace '" + path + suffix + "': " + error.message());
        }
    }
    sqlite3* handle = nullptr;
    const int opened =
        sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const Database database(handle);
    Check(opened, SQLITE_OK, handle, path);

    // The file is new and nobody else reads it yet: no roll-back journal, no flush per page.
    Execute(database, "PRAGMA journal_mode = OFF", path);
    Execute(database, "PRAGMA synchronous = OFF", path);
    Execute(database, "BEGIN", path);

    for (const RecordTable& table : tables)
    {
        std::vector<std::string> heads;
        for (const FigureColumn& column : table.columns)
        {
            heads.push_back(column.name + " " + GetSqlType(column.type) +
                            (column.name == "id" ? " PRIMARY KEY" : ""));
        }
        const Statement statement = CreateTable(table.name, heads, database, path);
        table.forEachRow([&](const RecordRow& row) { Insert(statement, row, database, path); });
    }
    WriteColumns(tables, database, path);
    Execute(database, "CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID", path);
    const Statement run = Prepare(database, "INSERT INTO run VALUES (?, ?)", path);
    for (const auto& [key, value] : information)
    {
        Insert(run, {key, value}, database, path);
    }
    Execute(database, "COMMIT", path);
}

} // namespace edgeai
} // namespace ns3
