using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace AltogicAuth.Tests.SecondBackend;

/// <summary>
/// Users with a phone number, their codes and their sessions: sections 2, 2.1, 2.5 and 5 of the contract. Passwords are plain text, because
/// all of it ends with its test.
/// </summary>
internal sealed class ContractAccounts(TimeProvider time)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromHours(1);

    private static readonly HashSet<string> NotTakenFromCallers =
        ["_id", "provider", "providerUserId", "email", "emailVerified", "phone", "phoneVerified", "password", "signUpAt", "lastLoginAt"];

    private readonly List<Account> _accounts = [];
    private readonly List<Session> _sessions = [];
    private readonly List<Code> _codes = [];

    private enum Purpose
    {
        Verify,
        SignIn,
        Reset,
        Change,
    }

    private string Now => time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>The codes that were sent to a number, oldest first, used ones too.</summary>
    public IReadOnlyList<string> CodesTo(string phone) => [.. _codes.Where(code => code.Phone == phone).Select(code => code.Digits)];

    /// <summary>A confirmed user who has an address.</summary>
    public void AddUser(string email, string password, string name)
    {
        var account = NewAccount(password, JsonValue.Create(name));
        account.User["email"] = email;
        account.User["emailVerified"] = true;
    }

    public JsonObject SignUp(string? phone, string? password, JsonNode? nameOrUserData)
    {
        RequireValid(("phone", phone, IsPhone(phone)), ("password", null, IsPassword(password)));
        if (FindByPhone(phone!) is not null)
        {
            throw new CallRejectedException(400, "phone_not_unique", ("phone", phone));
        }

        var account = NewAccount(password!, nameOrUserData);
        account.User["phone"] = phone;
        account.User["phoneVerified"] = false;
        Send(phone!, Purpose.Verify, account);
        return Grant(account, session: null);
    }

    public JsonObject SignInByEmail(string? email, string? password) =>
        _accounts.Find(account => (string?)account.User["email"] == email) is { } account && account.Password == password
            ? SignIn(account)
            : throw new CallRejectedException(401, "invalid_sign_in_credentials");

    public JsonObject SignInByPhone(string phone, string? password)
    {
        var account = RequireVerified(phone);
        return account.Password == password ? SignIn(account) : throw new CallRejectedException(401, "invalid_credentials");
    }

    public JsonObject SignInByCode(string phone, string digits)
    {
        RequireKnown(phone);
        return SignIn(Use(phone, digits, Purpose.SignIn).Account);
    }

    /// <summary>Confirms the number of a new account, which gets a session, or changes a number, which gets none.</summary>
    public JsonObject VerifyPhone(string phone, string digits)
    {
        if (FindByPhone(phone) is { IsVerified: true })
        {
            throw new CallRejectedException(400, "phone_already_verified");
        }

        var code = Use(phone, digits, Purpose.Verify, Purpose.Change);
        if (FindByPhone(phone) is { } holder && holder != code.Account)
        {
            throw new CallRejectedException(400, "phone_not_unique", ("phone", phone));
        }

        code.Account.User["phone"] = phone;
        code.Account.User["phoneVerified"] = true;
        return code.Purpose == Purpose.Verify ? SignIn(code.Account) : Grant(code.Account, session: null);
    }

    public void SendSignInCode(string phone) => Send(phone, Purpose.SignIn, RequireVerified(phone));

    public void SendResetCode(string phone) => Send(phone, Purpose.Reset, RequireVerified(phone));

    public void ResendCode(string phone)
    {
        var account = RequireKnown(phone);
        if (account.IsVerified)
        {
            throw new CallRejectedException(401, "phone_already_verified");
        }

        Send(phone, Purpose.Verify, account);
    }

    public void ResetPassword(string phone, string digits, string? newPassword)
    {
        RequireValid(("newPassword", null, IsPassword(newPassword)));
        RequireKnown(phone);
        Use(phone, digits, Purpose.Reset).Account.Password = newPassword!;
    }

    public JsonObject ChangePhone(Session session, string? currentPassword, string? newPhone)
    {
        RequireValid(("newPhone", newPhone, IsPhone(newPhone)));
        if (session.Account.Password != currentPassword)
        {
            throw new CallRejectedException(401, "invalid_credentials");
        }

        if (FindByPhone(newPhone!) is not null)
        {
            throw new CallRejectedException(400, "phone_not_unique", ("phone", newPhone));
        }

        Send(newPhone!, Purpose.Change, session.Account);
        return Copy(session.Account.User);
    }

    public JsonObject Update(Session session, JsonObject values)
    {
        Merge(session.Account.User, values);
        return Copy(session.Account.User);
    }

    public JsonObject UpdateFields(Session session, JsonArray updates)
    {
        foreach (var update in updates.OfType<JsonObject>())
        {
            var value = (string?)update["updateType"] == "set" ? update["value"]?.DeepClone() : null;
            Merge(session.Account.User, new JsonObject { [(string)update["field"]!] = value });
        }

        return Copy(session.Account.User);
    }

    public Session RequireSession(string? token) =>
        token is null ? throw CallRejectedException.SessionMissing : _sessions.Find(session => session.Token == token) ?? throw CallRejectedException.SessionInvalid;

    public JsonArray SessionsOf(Account account) => new([.. _sessions.Where(session => session.Account == account).Select(ToJson)]);

    public void EndSession(Session current, string? token) => _sessions.Remove(
        token is null ? current
        : _sessions.Find(session => session.Token == token && session.Account == current.Account) ?? throw new CallRejectedException(403, "invalid_session_token"));

    public void EndSessions(Account account, Session? except) => _sessions.RemoveAll(session => session.Account == account && session != except);

    public static JsonObject Copy(JsonObject json) => json.DeepClone().AsObject();

    private static bool IsPhone(string? phone) => phone is ['+', .. { Length: >= 6 and <= 15 } digits] && digits.All(char.IsAsciiDigit);

    private static bool IsPassword(string? password) => password is { Length: >= 6 and <= 50 };

    private static void RequireValid(params (string Param, string? Value, bool IsValid)[] fields)
    {
        if (fields.Any(field => !field.IsValid))
        {
            throw new CallRejectedException(400, "validation_error", [.. fields.Where(field => !field.IsValid).Select(field => (field.Param, (JsonNode?)field.Value))]);
        }
    }

    private static void Merge(JsonObject user, JsonObject values)
    {
        foreach (var (field, value) in values.Where(field => !NotTakenFromCallers.Contains(field.Key)))
        {
            user[field] = value?.DeepClone();
        }
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    private Account? FindByPhone(string phone) => _accounts.Find(account => account.Phone == phone);

    private Account RequireKnown(string phone) => FindByPhone(phone) ?? throw CallRejectedException.UserUnknown;

    private Account RequireVerified(string phone) =>
        RequireKnown(phone) is { IsVerified: true } account ? account : throw new CallRejectedException(401, "phone_not_verified");

    private Account NewAccount(string password, JsonNode? nameOrUserData)
    {
        var id = NewId();
        var user = new JsonObject { ["_id"] = id, ["provider"] = "altogic", ["providerUserId"] = id, ["signUpAt"] = Now, ["lastLoginAt"] = Now };
        Merge(user, nameOrUserData as JsonObject ?? new JsonObject { ["name"] = nameOrUserData?.DeepClone() });
        var account = new Account(user) { Password = password };
        _accounts.Add(account);
        return account;
    }

    private void Send(string phone, Purpose purpose, Account account) =>
        _codes.Add(new Code(phone, purpose, account, RandomNumberGenerator.GetString("0123456789", 6), time.GetUtcNow() + CodeLifetime));

    /// <summary>Finds a code by its digits alone. A code of another number has an error of its own.</summary>
    private Code Use(string phone, string digits, params Purpose[] purposes)
    {
        var code = _codes.Find(code => code.Digits == digits && !code.IsUsed && code.ExpiresAt > time.GetUtcNow());
        if (code is null)
        {
            throw new CallRejectedException(403, "invalid_access_token");
        }

        if (code.Phone != phone)
        {
            throw new CallRejectedException(401, "mismatch_values");
        }

        if (!purposes.Contains(code.Purpose))
        {
            throw new CallRejectedException(401, "invalid_token_type");
        }

        code.IsUsed = true;
        return code;
    }

    private JsonObject SignIn(Account account)
    {
        var session = new Session(account, $"{NewId()}.{NewId()}", Now);
        _sessions.Add(session);
        account.User["lastLoginAt"] = Now;
        return Grant(account, session);
    }

    private static JsonObject Grant(Account account, Session? session) =>
        new() { ["user"] = Copy(account.User), ["session"] = session is null ? null : ToJson(session) };

    private static JsonObject ToJson(Session session) => new()
    {
        ["userId"] = (string)session.Account.User["_id"]!,
        ["token"] = session.Token,
        ["creationDtm"] = session.CreatedAt,
        ["accessGroupKeys"] = new JsonArray(),
        ["userAgent"] = Unknown(),
    };

    private static JsonObject Unknown()
    {
        var agent = Part();
        agent["device"] = Part();
        agent["os"] = Part();
        return agent;

        static JsonObject Part() => new() { ["family"] = "Other", ["major"] = "0", ["minor"] = "0", ["patch"] = "0" };
    }

    internal sealed class Account(JsonObject user)
    {
        public JsonObject User { get; } = user;

        public required string Password { get; set; }

        public string? Phone => (string?)User["phone"];

        public bool IsVerified => (bool?)User["phoneVerified"] == true;
    }

    internal sealed record Session(Account Account, string Token, string CreatedAt);

    private sealed record Code(string Phone, Purpose Purpose, Account Account, string Digits, DateTimeOffset ExpiresAt)
    {
        public bool IsUsed { get; set; }
    }
}
