using System.Text.Json;
using System.Text.Json.Nodes;
using AltogicAuth.Backend.Data;

namespace AltogicAuth.Backend.Accounts;

/// <summary>Signs up by address or by number.</summary>
internal sealed class SignUps(
    BackendDatabase database, Users users, Sessions sessions, LinkMails mails, CodeMessages messages, Passwords passwords, RateLimits limits, Audit audit,
    IOptions<BackendOptions> options)
{
    /// <param name="email">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="nameOrUserData">A name, or an object with fields of the user.</param>
    /// <param name="client">The visitor's browser.</param>
    /// <param name="cancellation">Counts until the user is written.</param>
    public Task<SignInResult> SignUpAsync(string? email, string? password, JsonNode? nameOrUserData, ClientInfo client, CancellationToken cancellation)
    {
        var address = EmailAddress.TryParse(email);
        var fields = FieldsOf(nameOrUserData);
        var user = UserRecord.New(address?.Value ?? "", users.Now).With(fields) with { IsEmailVerified = IsVerifiedSignUp(fields, "emailVerified") };
        return SignUpAsync(user, password, fields, EmailAddress.ProblemOf(address, email, "email"), Rejection.EmailTaken, client, Prepare, cancellation);

        Task<Func<DataConnection, Task>?> Prepare(UserRecord created)
        {
            if (!options.Value.EmailConfirmation || created.IsEmailVerified)
            {
                return Task.FromResult<Func<DataConnection, Task>?>(null);
            }

            var mail = mails.Prepare(created, LinkAction.ConfirmEmail, client.AcceptLanguage);
            return Task.FromResult<Func<DataConnection, Task>?>(c => mails.AddAsync(c, mail));
        }
    }

    /// <summary>The same by phone number, which is as strict as the contract has it.</summary>
    public Task<SignInResult> SignUpByPhoneAsync(string? phone, string? password, JsonNode? nameOrUserData, ClientInfo client, CancellationToken cancellation)
    {
        var number = PhoneNumber.TryParse(phone);
        var fields = FieldsOf(nameOrUserData);
        var user = UserRecord.New(email: null, users.Now).With(fields) with { Phone = number?.Value, IsPhoneVerified = IsVerifiedSignUp(fields, "phoneVerified") };
        return SignUpAsync(user, password, fields, PhoneNumber.ProblemOf(number, phone, "phone"), Rejection.PhoneTaken, client, PrepareAsync, cancellation);

        async Task<Func<DataConnection, Task>?> PrepareAsync(UserRecord created)
        {
            if (!options.Value.PhoneConfirmation || created.IsPhoneVerified)
            {
                return null;
            }

            // Ahead of the limits of SMS: a taken number must not use them up.
            var message = await users.FindByPhoneAsync(number) is null
                ? await messages.PrepareAsync(created, number!, CodeAction.ConfirmPhone, client)
                : throw new RejectedException(Rejection.PhoneTaken, number!.Value);
            return c => message is null ? Task.CompletedTask : messages.AddAsync(c, message);
        }
    }

    private async Task<SignInResult> SignUpAsync(
        UserRecord user, string? password, JsonObject fields, InvalidField? problem, Rejection taken, ClientInfo client,
        Func<UserRecord, Task<Func<DataConnection, Task>?>> prepareConfirmation, CancellationToken cancellation)
    {
        InvalidFieldException.ThrowIfAny(problem, PasswordRules.ProblemOf(password, user, "password"));
        FieldRules.RequireTextOrNothing(fields, ProtectedFields.TextOfUser);
        FieldRules.RequireRecord(fields, "nameOrUserData");
        await limits.AcquireAsync(client, user.Identifier);
        user = user with { PasswordHash = await passwords.HashAsync(user, password!, cancellation) };
        var addConfirmation = await prepareConfirmation(user);
        // One transaction: an address or a number without a message could never be confirmed, and would stay taken.
        return await database.InTransactionAsync(
            async c =>
            {
                if (!await UserTable.TryInsertAsync(c, user))
                {
                    throw new RejectedException(taken, user.Identifier);
                }

                await audit.AddAsync(c, user.Id, AuditKind.SignUp, client);
                if (addConfirmation is null)
                {
                    return new SignInResult(user, await sessions.CreateAsync(c, user.Id, client));
                }

                await addConfirmation(c);
                return new SignInResult(user, Session: null);
            },
            cancellation);
    }

    // The platform lets every client key do that.
    private bool IsVerifiedSignUp(JsonObject fields, string flag) => options.Value.AllowVerifiedSignUp && fields.Flag(flag) == true;

    private static JsonObject FieldsOf(JsonNode? nameOrUserData) => nameOrUserData switch
    {
        JsonValue name when name.GetValueKind() == JsonValueKind.String => new JsonObject { ["name"] = name.DeepClone() },
        JsonObject data => data,
        _ => [],
    };
}
